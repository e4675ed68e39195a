package sampan.runtime.program;

import java.util.stream.Collectors;
import sampan.kernel.Errno;

/** Operations as text, in strace's manner with names for numbers. */
public final class OpText {
    private static final int MANY = 100;

    private OpText() {}

    /** The call alone: {@code openat2(root, "etc", {O_PATH, RESOLVE_IN_ROOT}, 24)}. */
    public static String call(Op op) {
        return switch (op) {
            case Op.Call call ->
                call.syscall().call()
                        + call.arguments().stream().map(Argument::toString).collect(Collectors.joining(", ", "(", ")"));
            case Op.Poke poke ->
                poke.buffer() + "[" + poke.offset() + "] := " + poke.register().name();
            case Op.Peek peek -> peek.register().name() + " := " + peek.buffer() + "[" + peek.offset() + "]";
            case Op.End _ -> "end of the parent's part";
        };
    }

    /** With the register that takes the result, the errors that do not matter, and where it goes from there. */
    public static String line(Op op) {
        if (!(op instanceof Op.Call call)) {
            return call(op);
        }
        StringBuilder line = new StringBuilder();
        call.result().ifPresent(register -> line.append(register.name()).append(" = "));
        line.append(call(op));
        line.append(tolerated(call));
        if (call.afterError() > 0) {
            line.append(": then skip ").append(call.afterError());
        }
        if (call.afterSuccess() > 0) {
            line.append(call.clones() ? "; the parent skips " : "; if it worked skip ")
                    .append(call.afterSuccess());
        }
        return line.toString();
    }

    private static String tolerated(Op.Call call) {
        if (call.tolerated().isEmpty()) {
            return "";
        }
        return call.tolerated().size() > MANY
                ? " or any error"
                : call.tolerated().stream().sorted().map(Errno::name).collect(Collectors.joining("|", " or ", ""));
    }
}
