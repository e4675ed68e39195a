package sampan.runtime.launch;

/** A specification asks for what cannot be, or must not be; the message is one sentence for whoever wrote it. */
public final class InvalidSpecException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    public InvalidSpecException(String message) {
        super(message);
    }
}
