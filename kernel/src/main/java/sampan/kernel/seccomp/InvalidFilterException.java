package sampan.kernel.seccomp;

/** A seccomp filter or profile that says something impossible; the message is for whoever wrote it. */
public final class InvalidFilterException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    public InvalidFilterException(String message) {
        super(message);
    }
}
