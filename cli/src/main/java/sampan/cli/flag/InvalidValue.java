package sampan.cli.flag;

import java.io.Serial;
import java.util.Objects;

/** A text is not what it should be; the message says why, in Docker's words. */
public final class InvalidValue extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    public InvalidValue(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
