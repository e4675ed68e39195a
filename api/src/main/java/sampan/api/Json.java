package sampan.api;

import java.io.ByteArrayOutputStream;
import sampan.api.http.Response;
import sampan.core.config.ConfigJson;

/** Answers in JSON, as dockerd writes it: in one line, with its end. */
final class Json {
    private static final String TYPE = "application/json";
    private static final int USUAL = 512;

    private Json() {}

    static Response response(int status, Object body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(USUAL);
        ConfigJson.MAPPER.writeValue(out, body);
        out.write('\n');
        return Response.of(status, TYPE, out.toByteArray());
    }
}
