package sampan.cli.call;

import java.io.Serial;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import sampan.core.error.EngineException;

/** A command failed: a message for stderr and an exit status. */
public final class CommandFailure extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final int status;

    public CommandFailure(int status, String message) {
        super(message);
        this.status = status;
    }

    /** Of several steps, with status 1; they stand among the suppressed, for whoever keeps the books. */
    CommandFailure(List<EngineException> failures) {
        this(1, failures.stream().map(Failures::text).collect(Collectors.joining("\n")));
        failures.forEach(this::addSuppressed);
    }

    /** With status 1, where it is wrong. */
    public static void refuse(boolean wrong, String sentence) throws CommandFailure {
        if (wrong) {
            throw new CommandFailure(1, sentence);
        }
    }

    public int status() {
        return status;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
