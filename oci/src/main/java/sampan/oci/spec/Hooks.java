package sampan.oci.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** <a href="https://github.com/opencontainers/runtime-spec/blob/main/config.md#posix-platform-hooks">config.md#posix-platform-hooks</a> */
public record Hooks(
        List<Hook> prestart,
        List<Hook> createRuntime,
        List<Hook> createContainer,
        List<Hook> startContainer,
        List<Hook> poststart,
        List<Hook> poststop) {
    public Hooks(
            @Nullable List<Hook> prestart,
            @Nullable List<Hook> createRuntime,
            @Nullable List<Hook> createContainer,
            @Nullable List<Hook> startContainer,
            @Nullable List<Hook> poststart,
            @Nullable List<Hook> poststop) {
        this.prestart = Copies.of(prestart);
        this.createRuntime = Copies.of(createRuntime);
        this.createContainer = Copies.of(createContainer);
        this.startContainer = Copies.of(startContainer);
        this.poststart = Copies.of(poststart);
        this.poststop = Copies.of(poststop);
    }
}
