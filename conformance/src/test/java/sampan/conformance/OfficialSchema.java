package sampan.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** The JSON schemas that the makers of a format publish, out of the libraries that carry them: nothing is fetched. */
enum OfficialSchema {
    /** It names two others of CycloneDX, which lie beside it. */
    CYCLONE_DX_1_6(SpecificationVersion.DRAFT_7, "http://cyclonedx.org/schema/bom-1.6.schema.json", ""),
    SPDX_2_3(SpecificationVersion.DRAFT_2019_09, "http://spdx.org/rdf/terms/2.3", "resources/spdx-schema-v2.3.json");

    private final Schema schema;

    /** @param place in its library; empty: below the name that its address ends in */
    OfficialSchema(SpecificationVersion version, String address, String place) {
        schema = SchemaRegistry.withDefaultDialect(
                        version,
                        registry -> registry.schemas(wanted -> text(place.isEmpty() ? lastPart(wanted) : place)))
                .getSchema(SchemaLocation.of(address));
    }

    private static String lastPart(String address) {
        return address.substring(address.lastIndexOf('/') + 1);
    }

    private static String text(String place) {
        try (InputStream stream = OfficialSchema.class.getClassLoader().getResourceAsStream(place)) {
            return new String(Objects.requireNonNull(stream, place).readAllBytes(), UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** What is wrong with a document; empty: nothing. Formats of texts (dates, addresses) are looked at, too. */
    List<String> faults(String json) {
        return schema
                .validate(
                        json,
                        InputFormat.JSON,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Error::toString)
                .toList();
    }
}
