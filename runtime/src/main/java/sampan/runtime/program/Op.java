package sampan.runtime.program;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One step of a launch program. */
public sealed interface Op {
    Purpose purpose();

    Blame blame();

    /**
     * A system call.
     *
     * @param clones the child goes on with the next step while the parent skips {@code afterSuccess}
     * @param tolerated errno values that are no failure
     * @param afterSuccess steps to skip when it worked
     * @param afterError steps to skip after a tolerated error
     */
    record Call(
            Syscall syscall,
            List<Argument> arguments,
            Optional<Register> result,
            boolean clones,
            Set<Integer> tolerated,
            int afterSuccess,
            int afterError,
            Purpose purpose,
            Blame blame)
            implements Op {
        static final int ARGUMENTS = 6;

        public Call {
            arguments = List.copyOf(arguments);
            tolerated = Set.copyOf(tolerated);
            if (arguments.size() > ARGUMENTS) {
                throw new IllegalArgumentException("too many arguments: " + syscall);
            }
        }
    }

    /** Stores the low bytes of a register into a buffer. */
    record Poke(Buffer buffer, int offset, Register register, int width, Purpose purpose, Blame blame) implements Op {}

    /** Loads a register from a buffer, without sign. */
    record Peek(Buffer buffer, int offset, int width, Register register, Purpose purpose, Blame blame) implements Op {}

    /** The parent's part is over. */
    record End(Purpose purpose, Blame blame) implements Op {}
}
