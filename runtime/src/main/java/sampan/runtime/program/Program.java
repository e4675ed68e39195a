package sampan.runtime.program;

import java.util.List;
import java.util.Optional;
import sampan.kernel.Errno;

/**
 * A launch program, complete.
 *
 * @param descriptors what the launcher hands over, in this order, as 4, 5, ...
 * @param report the register with the write end of the report pipe
 * @param monitor what the monitor does afterwards; absent: the launch process ends with the parent's part
 */
public record Program(
        List<Op> ops, List<Descriptor> descriptors, Optional<Register> report, Optional<Monitor> monitor) {
    public Program {
        ops = List.copyOf(ops);
        descriptors = List.copyOf(descriptors);
    }

    /** What FRAME_FAILED means, in a sentence. */
    public LaunchFailure failure(int op, int errno) {
        if (op < 0 || op >= ops.size()) {
            String call = op == ops.size() ? "the program has no end" : "the launch program was refused";
            return new LaunchFailure(call + ": " + Errno.sentence(errno), Blame.DAEMON, call, errno);
        }
        Op failed = ops.get(op);
        return failed.blame().failure(OpText.call(failed), errno).during(failed.purpose());
    }
}
