package sampan.api.call;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import sampan.api.http.Response;
import sampan.core.config.ConfigJson;
import sampan.core.error.EngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Answers in JSON, as dockerd writes it: in one line, with its end. And what clients send, as Go reads it. */
public final class Json {
    /** What clients get and send. */
    public static final String TYPE = "application/json";

    /** Go does not mind how the names of fields are written, and minds very much what is a whole number and what a text. */
    private static final JsonMapper AS_GO = ConfigJson.MAPPER
            .rebuild()
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .build();

    private static final int USUAL = 512;

    private Json() {}

    public static Response response(int status, Object body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(USUAL);
        ConfigJson.MAPPER.writeValue(out, body);
        out.write('\n');
        return Response.of(status, TYPE, out.toByteArray());
    }

    /** One line of a stream of them, at once. */
    public static void line(OutputStream out, Object value) throws IOException {
        out.write(line(value));
        out.flush();
    }

    /** One line of a stream of them. */
    public static byte[] line(Object value) {
        byte[] text = ConfigJson.MAPPER.writeValueAsBytes(value);
        byte[] line = Arrays.copyOf(text, text.length + 1);
        line[text.length] = '\n';
        return line;
    }

    /** A new one. */
    public static ObjectNode object() {
        return ConfigJson.MAPPER.createObjectNode();
    }

    public static ObjectNode tree(Object value) {
        return ConfigJson.MAPPER.valueToTree(value);
    }

    /** What a client sent, as a record. */
    public static <T> T read(JsonNode sent, Class<T> as) {
        try {
            return AS_GO.treeToValue(sent, as);
        } catch (JacksonException malformed) {
            throw new EngineException.InvalidArgument("invalid JSON: " + malformed.getOriginalMessage());
        } catch (IllegalArgumentException refused) {
            throw new EngineException.InvalidArgument("invalid JSON: " + refused.getMessage());
        }
    }

    /** In the quotes of JSON, which are Go's for all that is printable. */
    public static String quoted(String text) {
        return ConfigJson.MAPPER.writeValueAsString(text);
    }
}
