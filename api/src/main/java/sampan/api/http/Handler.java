package sampan.api.http;

import java.io.IOException;

/** Answers requests; may block. */
public interface Handler {
    Response answer(Request request) throws IOException, InterruptedException;

    /** What a client hears when there is no answer, or when writing one has failed before its first byte. Whoever wrote into a closed connection hears nothing. */
    Response failed(Request request, Throwable failure);
}
