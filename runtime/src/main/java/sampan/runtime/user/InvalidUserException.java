package sampan.runtime.user;

/** A user or group that was asked for is not there; the message is Docker's sentence. */
public final class InvalidUserException extends Exception {
    private static final long serialVersionUID = 1;

    InvalidUserException(String message) {
        super(message);
    }
}
