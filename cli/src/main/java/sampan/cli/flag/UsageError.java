package sampan.cli.flag;

import java.io.Serial;
import java.util.Objects;

/** A command line that no command can be made of. */
public final class UsageError extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    public UsageError(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
