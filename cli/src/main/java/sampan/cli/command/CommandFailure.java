package sampan.cli.command;

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

    public int status() {
        return status;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
