package sampan.oci.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** <a href="https://github.com/opencontainers/runtime-spec/blob/main/config.md#mounts">config.md#mounts</a> */
public record Mount(
        String destination,
        @Nullable String type,
        @Nullable String source,
        List<String> options,
        List<IdMapping> uidMappings,
        List<IdMapping> gidMappings) {
    public Mount(
            String destination,
            @Nullable String type,
            @Nullable String source,
            @Nullable List<String> options,
            @Nullable List<IdMapping> uidMappings,
            @Nullable List<IdMapping> gidMappings) {
        this.destination = destination;
        this.type = type;
        this.source = source;
        this.options = Copies.of(options);
        this.uidMappings = Copies.of(uidMappings);
        this.gidMappings = Copies.of(gidMappings);
    }

    /** A mount of a file system: {@code Mount.of("/proc", "proc", "proc", "nosuid", "noexec", "nodev")}. */
    public static Mount of(String destination, String type, String source, String... options) {
        return new Mount(destination, type, source, List.of(options), List.of(), List.of());
    }

    /** A bind mount; {@code bind} or {@code rbind} is among the options. */
    public static Mount bind(String source, String destination, String... options) {
        return new Mount(destination, "bind", source, List.of(options), List.of(), List.of());
    }
}
