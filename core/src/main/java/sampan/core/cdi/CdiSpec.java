package sampan.core.cdi;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One specification: devices of a kind. What its own edits say is for whoever has any of its devices. */
record CdiSpec(
        @JsonProperty("cdiVersion") String version,
        String kind,
        Map<String, String> annotations,
        List<Device> devices,
        @Nullable ContainerEdits containerEdits) {
    /** The versions of the interface there are; the later ones only add. */
    private static final Set<String> VERSIONS =
            Set.of("0.1.0", "0.2.0", "0.3.0", "0.4.0", "0.5.0", "0.6.0", "0.7.0", "0.8.0", "1.0.0", "1.1.0");

    /** A device of this kind. */
    record Device(
            String name,
            Map<String, String> annotations,
            @Nullable ContainerEdits containerEdits) {
        ContainerEdits edits() {
            return containerEdits == null ? ContainerEdits.NONE : containerEdits;
        }
    }

    ContainerEdits edits() {
        return containerEdits == null ? ContainerEdits.NONE : containerEdits;
    }

    /** Its devices by their whole names. */
    Map<String, Device> byName() {
        Map<String, Device> named = new LinkedHashMap<>();
        devices.forEach(device -> named.put(new CdiName(kind, device.name()).toString(), device));
        return named;
    }

    /**
     * @return this
     *
     * @throws InvalidCdiException when it means nothing
     */
    CdiSpec checked() throws InvalidCdiException {
        if (version == null || !VERSIONS.contains(version.startsWith("v") ? version.substring(1) : version)) {
            throw new InvalidCdiException("invalid version \"" + version + "\"");
        }
        if (kind == null || !CdiName.isKind(kind)) {
            throw new InvalidCdiException("invalid kind \"" + kind + "\"");
        }
        if (devices == null || devices.isEmpty()) {
            throw new InvalidCdiException("invalid spec, no devices");
        }
        edits().check();
        for (Device device : devices) {
            check(device);
        }
        if (byName().size() < devices.size()) {
            throw new InvalidCdiException("invalid spec, multiple devices with the same name");
        }
        return this;
    }

    private void check(Device device) throws InvalidCdiException {
        if (device.name() == null || !CdiName.isDevice(device.name())) {
            throw new InvalidCdiException("invalid device name \"" + device.name() + "\"");
        }
        if (device.edits().isEmpty()) {
            throw new InvalidCdiException("invalid device, empty device edits: \"" + device.name() + "\"");
        }
        device.edits().check();
    }
}
