package sampan.core.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import sampan.core.config.ConfigJson;
import sampan.core.config.SecurityConfig;
import sampan.core.error.EngineException;
import sampan.kernel.capability.Capability;

/** {@code --privileged}, {@code --cap-add} and {@code --cap-drop}: which capabilities the container may have at all. */
final class CapabilitySection {
    /** Docker's fourteen. */
    static final List<String> DEFAULT = List.of(
            "CAP_CHOWN",
            "CAP_DAC_OVERRIDE",
            "CAP_FSETID",
            "CAP_FOWNER",
            "CAP_MKNOD",
            "CAP_NET_RAW",
            "CAP_SETGID",
            "CAP_SETUID",
            "CAP_SETFCAP",
            "CAP_SETPCAP",
            "CAP_NET_BIND_SERVICE",
            "CAP_SYS_CHROOT",
            "CAP_KILL",
            "CAP_AUDIT_WRITE");

    private static final String ALL = "ALL";
    private static final List<String> EVERY =
            Stream.of(Capability.values()).map(Capability::specName).toList();

    private CapabilitySection() {}

    /** The names; those the engine itself lacks are left out, with one warning when they were asked for by name. */
    static List<String> bounding(SecurityConfig asked, HostFacts facts, List<String> warnings) {
        List<String> named = names("CapAdd", asked.capAdd());
        List<String> wanted = wanted(asked, named);
        List<String> missing = wanted.stream()
                .filter(name -> !facts.capabilities().contains(name))
                .toList();
        List<String> refused = named.stream().filter(missing::contains).toList();
        if (!refused.isEmpty()) {
            throw new EngineException.NotSupported(
                    "cannot add " + String.join(", ", refused) + ": this engine does not have it itself");
        }
        if (!missing.isEmpty()) {
            warnings.add("This engine runs without " + String.join(", ", missing)
                    + ". Privileged containers run without it, too.");
        }
        return wanted.stream().filter(name -> !missing.contains(name)).toList();
    }

    private static List<String> wanted(SecurityConfig asked, List<String> added) {
        List<String> dropped = names("CapDrop", asked.capDrop());
        if (asked.privileged()) {
            return EVERY;
        }
        Set<String> wanted = new LinkedHashSet<>();
        if (added.contains(ALL)) {
            wanted.addAll(EVERY);
            wanted.removeAll(dropped);
            return List.copyOf(wanted);
        }
        if (!dropped.contains(ALL)) {
            wanted.addAll(DEFAULT);
        }
        wanted.removeAll(dropped);
        wanted.addAll(added);
        return List.copyOf(wanted);
    }

    /** The specification's names; {@code ALL} stays. */
    private static List<String> names(String field, List<String> asked) {
        List<String> names = new ArrayList<>();
        for (String one : asked) {
            if (Capability.isAll(one)) {
                names.add(ALL);
                continue;
            }
            names.add(Capability.parse(one)
                    .map(Capability::specName)
                    .orElseThrow(() -> new EngineException.InvalidArgument("invalid " + field + ": unknown capability: "
                            + ConfigJson.MAPPER.writeValueAsString(prefixed(one)))));
        }
        return names;
    }

    private static String prefixed(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return upper.startsWith("CAP_") ? upper : "CAP_" + upper;
    }
}
