package sampan.oci.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** <a href="https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#personality">config-linux.md#personality</a> */
public record Personality(String domain, List<String> flags) {
    public Personality(String domain, @Nullable List<String> flags) {
        this.domain = domain;
        this.flags = Copies.of(flags);
    }
}
