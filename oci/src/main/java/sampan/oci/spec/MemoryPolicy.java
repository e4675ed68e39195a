package sampan.oci.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** <a href="https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#memory-policy">config-linux.md#memory-policy</a> */
public record MemoryPolicy(@Nullable String mode, @Nullable String nodes, List<String> flags) {
    public MemoryPolicy(@Nullable String mode, @Nullable String nodes, @Nullable List<String> flags) {
        this.mode = mode;
        this.nodes = nodes;
        this.flags = Copies.of(flags);
    }
}
