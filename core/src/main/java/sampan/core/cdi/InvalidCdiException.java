package sampan.core.cdi;

import java.io.IOException;

/** A specification of devices that means nothing; the message says why. */
final class InvalidCdiException extends IOException {
    private static final long serialVersionUID = 1L;

    InvalidCdiException(String message) {
        super(message);
    }
}
