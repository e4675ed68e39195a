package sampan.api.http;

import java.util.LinkedHashMap;
import java.util.Map;

/** An answer, complete. */
public final class Response {
    private static final byte[] NOTHING = new byte[0];

    private final int status;
    private final byte[] body;
    private final Map<String, String> headers;

    private Response(int status, byte[] body, Map<String, String> headers) {
        this.status = status;
        this.body = body;
        this.headers = headers;
    }

    /** The array is not copied. */
    public static Response of(int status, String type, byte[] body) {
        return new Response(status, body, Map.of("Content-Type", type));
    }

    /** A status that has no body. */
    public static Response empty(int status) {
        return new Response(status, NOTHING, Map.of());
    }

    /** The same with these headers too. */
    public Response with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(more);
        all.putAll(headers);
        return new Response(status, body, all);
    }

    public int status() {
        return status;
    }

    public Map<String, String> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }
}
