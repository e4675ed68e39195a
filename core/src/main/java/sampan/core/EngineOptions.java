package sampan.core;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import sampan.core.config.EngineSettings;
import sampan.core.network.definition.NetworkDefaults;
import sampan.oci.image.Digest;

/**
 * Where an engine lives, and how.
 *
 * @param dataRoot images, containers, volumes: survives a reboot
 * @param execRoot sockets: does not need to
 * @param deviceFolders where specifications of devices (CDI) are, those that others give way to last
 * @param cgroupParent where this engine makes a cgroup of its own, and in it those of its containers, unless they say otherwise: a path from the root of each hierarchy; a slice
 *     where systemd makes them
 * @param settings with which it begins
 */
public record EngineOptions(
        Path dataRoot,
        Path execRoot,
        CgroupDriver cgroupDriver,
        String cgroupParent,
        List<Path> deviceFolders,
        StorageOptions storage,
        NetworkDefaults networks,
        EngineSettings settings) {
    /** Who makes the cgroups of containers. */
    public enum CgroupDriver {
        CGROUPFS,
        SYSTEMD;

        /** As it is named in {@code info} and options. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Where CDI's own text says they are. */
    public static final List<Path> DEVICE_FOLDERS = List.of(Path.of("/etc/cdi"), Path.of("/var/run/cdi"));

    public EngineOptions {
        dataRoot = dataRoot.toAbsolutePath().normalize();
        execRoot = execRoot.toAbsolutePath().normalize();
        deviceFolders = List.copyOf(deviceFolders);
    }

    /** Tells engines of one machine apart in what they share: cgroups, names of networks. */
    public static String rootId(Path dataRoot) {
        return Digest.sha256(dataRoot.toString().getBytes(StandardCharsets.UTF_8))
                .hex()
                .substring(0, 8);
    }

    /** Everything under one folder. */
    public static EngineOptions in(Path folder) {
        Path root = folder.toAbsolutePath().normalize();
        return new EngineOptions(
                root,
                root.resolve("run"),
                CgroupDriver.CGROUPFS,
                "/sampan",
                DEVICE_FOLDERS,
                StorageOptions.USUAL,
                NetworkDefaults.USUAL,
                EngineSettings.USUAL);
    }
}
