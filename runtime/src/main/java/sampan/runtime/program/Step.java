package sampan.runtime.program;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A system call of a {@link Script} whose result and errors are still being said. */
public final class Step implements Script.Placed {
    private static final int LAST_ERRNO = 133;
    private static final Set<Integer> ALL =
            IntStream.rangeClosed(1, LAST_ERRNO).boxed().collect(Collectors.toUnmodifiableSet());

    private final Syscall syscall;
    private final List<Argument> arguments;
    private final boolean clones;
    private final Purpose purpose;
    private Blame blame;
    private Set<Integer> tolerated = Set.of();
    private @Nullable Register result;
    private @Nullable Label afterSuccess;
    private @Nullable Label afterError;

    Step(Syscall syscall, List<Argument> arguments, boolean clones, Purpose purpose, Blame blame) {
        this.syscall = syscall;
        this.arguments = List.copyOf(arguments);
        this.clones = clones;
        this.purpose = purpose;
        this.blame = blame;
    }

    /** Keeps the result. */
    public Step into(Register register) {
        result = register;
        return this;
    }

    /** These errors are no failure. */
    public Step tolerate(int... errnos) {
        if (tolerated.isEmpty() && errnos.length == 1) {
            tolerated = Set.of(errnos[0]); // mostly
            return this;
        }
        Set<Integer> all = new HashSet<>(tolerated);
        for (int errno : errnos) {
            all.add(errno);
        }
        tolerated = Set.copyOf(all);
        return this;
    }

    /** No error is a failure: who filters calls may answer with any. */
    public Step tolerateAll() {
        tolerated = ALL;
        return this;
    }

    /** Go there when it worked. (For a clone: the parent goes there.) */
    public Step thenTo(Label label) {
        afterSuccess = label;
        return this;
    }

    /** Go there after a tolerated error. */
    public Step elseTo(Label label) {
        afterError = label;
        return this;
    }

    /** The sentence for this call alone. */
    public Step blame(Blame value) {
        blame = value;
        return this;
    }

    @Override
    public Op at(int position) {
        return new Op.Call(
                syscall,
                arguments,
                Optional.ofNullable(result),
                clones,
                tolerated,
                afterSuccess == null ? 0 : afterSuccess.distance(position),
                afterError == null ? 0 : afterError.distance(position),
                purpose,
                blame);
    }
}
