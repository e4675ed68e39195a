package sampan.cli.go;

import java.io.Serial;
import java.util.Objects;

/** What a Go function returns as its error. */
public final class GoError extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    public GoError(String message) {
        super(message, null, false, false);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
