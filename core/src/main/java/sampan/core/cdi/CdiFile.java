package sampan.core.cdi;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Reads a specification, written as JSON or as YAML. What it does not know it refuses: a device without half of its edits is worse than none. */
final class CdiFile {
    private static final long LARGEST = 16 << 20;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private CdiFile() {}

    /** @throws IOException for a file that cannot be read or means nothing */
    static CdiSpec read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InvalidCdiException("not a regular file");
        }
        if (Files.size(file) > LARGEST) {
            throw new InvalidCdiException("it is larger than " + (LARGEST >> 20) + " MiB");
        }
        return parse(
                Files.readString(file, StandardCharsets.UTF_8), file.toString().endsWith(".json"));
    }

    static CdiSpec parse(String text, boolean json) throws InvalidCdiException {
        try {
            JsonNode document = json ? MAPPER.readTree(text) : yaml(text);
            octal(document);
            CdiSpec spec = MAPPER.treeToValue(document, CdiSpec.class);
            if (spec == null) {
                throw new InvalidCdiException("it is empty");
            }
            return spec.checked();
        } catch (JacksonException malformed) {
            throw new InvalidCdiException(malformed.getOriginalMessage());
        } catch (YamlEngineException malformed) {
            throw new InvalidCdiException(String.valueOf(malformed.getMessage()));
        }
    }

    private static JsonNode yaml(String text) {
        LoadSettings settings =
                LoadSettings.builder().setCodePointLimit((int) LARGEST).build();
        return MAPPER.valueToTree(new Load(settings).loadFromString(text));
    }

    /** {@code fileMode: 0660}: the interface's own reader takes that for octal, YAML 1.2 for a text. */
    private static void octal(JsonNode document) {
        for (JsonNode node : document.findParents("fileMode")) {
            if (node instanceof ObjectNode object
                    && object.get("fileMode") instanceof StringNode mode
                    && mode.stringValue().matches("0o?[0-7]{1,5}")) {
                object.put("fileMode", Integer.parseInt(mode.stringValue().replace("o", ""), 8));
            }
        }
    }
}
