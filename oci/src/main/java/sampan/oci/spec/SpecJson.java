package sampan.oci.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/** Reads and writes {@code config.json}. */
public final class SpecJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .changeDefaultPropertyInclusion(all -> all.withValueInclusion(JsonInclude.Include.NON_EMPTY))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
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
            JsonNode document = document(json);
            return new Parsed(MAPPER.treeToValue(document, Spec.class), UnknownProperties.of(document, Spec.class));
        } catch (JacksonException wrong) {
            throw new IOException(JsonSentence.of(wrong), wrong);
        }
    }

    /** As {@link #read}, for who does not ask what was not understood. */
    public static Spec spec(byte[] json) throws IOException {
        try {
            return MAPPER.treeToValue(document(json), Spec.class);
        } catch (JacksonException wrong) {
            throw new IOException(JsonSentence.of(wrong), wrong);
        }
    }

    private static JsonNode document(byte[] json) throws IOException {
        JsonNode document = MAPPER.readTree(json);
        if (!document.isObject()) {
            throw new IOException("config.json: an object is wanted");
        }
        SpecShape.check(document, Spec.class);
        return document;
    }

    /** Absent and empty properties are left out, so the text is short and stable. */
    public static byte[] write(Spec spec) {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(spec);
    }
}
