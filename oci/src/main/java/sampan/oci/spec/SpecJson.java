package sampan.oci.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.DeserializationProblemHandler;
import tools.jackson.databind.json.JsonMapper;

/** Reads and writes {@code config.json}. */
public final class SpecJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .changeDefaultPropertyInclusion(all -> all.withValueInclusion(JsonInclude.Include.NON_EMPTY))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private SpecJson() {}

    /** A specification and the properties of it that were not understood, as dotted paths. */
    public record Parsed(Spec spec, List<String> unknown) {
        public Parsed {
            unknown = List.copyOf(unknown);
        }
    }

    /** @throws IOException when it is no JSON, or a property has the wrong type; the message names the place */
    public static Parsed read(byte[] json) throws IOException {
        UnknownProperties unknown = new UnknownProperties();
        try {
            Spec spec = MAPPER.readerFor(Spec.class).withHandler(unknown).readValue(json);
            if (spec == null) {
                throw new IOException("config.json is null");
            }
            return new Parsed(spec, unknown.paths);
        } catch (JacksonException wrong) {
            throw new IOException("config.json: " + wrong.getMessage(), wrong);
        }
    }

    /** Absent and empty properties are left out, so the text is short and stable. */
    public static byte[] write(Spec spec) {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(spec);
    }

    /** Remembers where a property was that no record has. */
    private static final class UnknownProperties extends DeserializationProblemHandler {
        private final List<String> paths = new ArrayList<>();

        @Override
        public boolean handleUnknownProperty(
                DeserializationContext context,
                JsonParser json,
                ValueDeserializer<?> reader,
                Object bean,
                String name) {
            paths.add(json.streamReadContext()
                    .pathAsPointer()
                    .toString()
                    .substring(1)
                    .replace('/', '.'));
            json.skipChildren();
            return true;
        }
    }
}
