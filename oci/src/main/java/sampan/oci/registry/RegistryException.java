package sampan.oci.registry;

import java.io.IOException;
import java.io.Serial;

/** A registry did not do what it was asked; the message is for the user. */
public final class RegistryException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    /** What a caller can do about it. */
    public enum Kind {
        /** There is no such thing. */
        NOT_FOUND,
        /** It wants to know who asks, or does not want to give it to who asks. */
        DENIED,
        /** The rules of this host forbid it. */
        FORBIDDEN,
        /** It cannot be reached, or fails. */
        UNAVAILABLE
    }

    private final Kind kind;

    public RegistryException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
