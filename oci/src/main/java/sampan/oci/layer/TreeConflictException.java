package sampan.oci.layer;

import java.io.IOException;
import java.io.Serial;

/** A folder where something else is to be put, or the other way round. */
public final class TreeConflictException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    TreeConflictException(String message) {
        super(message);
    }
}
