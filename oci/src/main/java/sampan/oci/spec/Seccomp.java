package sampan.oci.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/** <a href="https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#seccomp">config-linux.md#seccomp</a> */
public record Seccomp(
        String defaultAction,
        @Nullable Integer defaultErrnoRet,
        List<String> architectures,
        List<String> flags,
        @Nullable String listenerPath,
        @Nullable String listenerMetadata,
        List<Syscall> syscalls) {
    public Seccomp(
            String defaultAction,
            @Nullable Integer defaultErrnoRet,
            @Nullable List<String> architectures,
            @Nullable List<String> flags,
            @Nullable String listenerPath,
            @Nullable String listenerMetadata,
            @Nullable List<Syscall> syscalls) {
        this.defaultAction = defaultAction;
        this.defaultErrnoRet = defaultErrnoRet;
        this.architectures = Copies.of(architectures);
        this.flags = Copies.of(flags);
        this.listenerPath = listenerPath;
        this.listenerMetadata = listenerMetadata;
        this.syscalls = Copies.of(syscalls);
    }

    /** What happens to some system calls, when all of the arguments match. */
    public record Syscall(
            List<String> names, String action, @Nullable Integer errnoRet, List<Argument> args) {
        public Syscall(
                @Nullable List<String> names,
                String action,
                @Nullable Integer errnoRet,
                @Nullable List<Argument> args) {
            this.names = Copies.of(names);
            this.action = action;
            this.errnoRet = errnoRet;
            this.args = Copies.of(args);
        }
    }

    /** A comparison of one argument, unsigned. */
    public record Argument(
            int index,

            @JsonSerialize(using = Unsigned.Writer.class) @JsonDeserialize(using = Unsigned.Reader.class)
            long value,

            @JsonSerialize(using = Unsigned.Writer.class) @JsonDeserialize(using = Unsigned.Reader.class)
            long valueTwo,

            String op) {}
}
