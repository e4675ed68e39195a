package sampan.oci.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
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
        try {
            JsonNode document = MAPPER.readTree(json);
            Spec spec = MAPPER.treeToValue(document, Spec.class);
            if (spec == null) {
                throw new IOException("config.json is null");
            }
            return new Parsed(spec, UnknownProperties.of(document, Spec.class));
        } catch (JacksonException wrong) {
            throw new IOException("config.json: " + wrong.getMessage(), wrong);
        }
    }

    /** Absent and empty properties are left out, so the text is short and stable. */
    public static byte[] write(Spec spec) {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(spec);
    }
}
