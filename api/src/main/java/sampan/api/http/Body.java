package sampan.api.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;

/** What follows the head of a request. It is read once, and a client that waits for 100-continue sends it only then. */
public interface Body {
    /** As it comes, without an end to its time: for archives. It breaks off when the client does. */
    InputStream stream();

    /** {@link #stream} will be asked for soon: what the client sends unasked is taken in as an archive meanwhile. */
    void expect();

    /**
     * All of it, in the time that a request may take.
     *
     * @param most bytes
     * @throws TooLongException when there is more
     */
    byte[] whole(int most) throws IOException;

    /** Whether it has ended before its end: whatever failed then, failed for that. */
    boolean isBroken();

    /** It ends before its end, or is no body at all. */
    final class BrokenException extends IOException {
        @Serial
        private static final long serialVersionUID = 1;

        BrokenException(String reason) {
            super(reason);
        }
    }

    /** It is longer than anybody wants to keep. */
    final class TooLongException extends IOException {
        @Serial
        private static final long serialVersionUID = 1;

        TooLongException(int most) {
            super("the request's body is longer than " + most + " bytes");
        }
    }
}
