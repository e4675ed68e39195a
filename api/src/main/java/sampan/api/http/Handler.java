package sampan.api.http;

/** Answers requests; may block. Whatever it throws is a mistake here, and the client sees its connection closed. */
@FunctionalInterface
public interface Handler {
    Response answer(Request request);
}
