package sampan.oci.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** <a href="https://github.com/opencontainers/runtime-spec/blob/main/config.md#posix-platform-hooks">config.md#posix-platform-hooks</a>, one program. */
public record Hook(
        String path,
        List<String> args,
        List<String> env,
        @Nullable Integer timeout) {
    public Hook(String path, @Nullable List<String> args, @Nullable List<String> env, @Nullable Integer timeout) {
        this.path = path;
        this.args = Copies.of(args);
        this.env = Copies.of(env);
        this.timeout = timeout;
    }
}
