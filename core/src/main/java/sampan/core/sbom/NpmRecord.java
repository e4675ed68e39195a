package sampan.core.sbom;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import sampan.core.config.ConfigJson;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** {@code package.json} of an installed package. */
final class NpmRecord {
    private static final int LARGEST = 1 << 20;

    private NpmRecord() {}

    static void read(InputStream stream, Consumer<FoundPackage> found) throws IOException {
        byte[] text = stream.readNBytes(LARGEST + 1);
        if (text.length > LARGEST) {
            return;
        }
        JsonNode json;
        try {
            json = ConfigJson.MAPPER.readTree(text);
        } catch (JacksonException notOne) {
            return;
        }
        String name = json.path("name").asString("");
        String version = json.path("version").asString("");
        if (name.isEmpty() || version.isEmpty()) {
            return;
        }
        int slash = name.indexOf('/');
        boolean scoped = name.startsWith("@") && slash > 0;
        JsonNode license = json.path("license");
        found.accept(FoundPackage.of(PackageKind.NPM, scoped ? name.substring(slash + 1) : name, version)
                .inGroup(scoped ? name.substring(0, slash) : "")
                .licensed(license.isObject() ? license.path("type").asString("") : license.asString("")));
    }
}
