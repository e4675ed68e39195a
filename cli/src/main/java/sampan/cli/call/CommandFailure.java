package sampan.cli.call;

import java.io.Serial;
import java.util.Objects;

/** A command failed: a message for stderr and an exit status. */
public final class CommandFailure extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final int status;

    public CommandFailure(int status, String message) {
        super(message);
        this.status = status;
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
