package sampan.core.sbom;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.temporal.ChronoUnit;
import java.util.UUID;
import sampan.core.config.ConfigJson;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A bill in CycloneDX 1.6 (cyclonedx.org/docs/1.6/json). */
public final class CycloneDxDocument {
    private CycloneDxDocument() {}

    public static ObjectNode of(Inventory inventory, Subject subject) {
        ObjectNode json = ConfigJson.MAPPER.createObjectNode();
        json.put("bomFormat", "CycloneDX");
        json.put("specVersion", "1.6");
        UUID serial = UUID.nameUUIDFromBytes((subject.id() + subject.when()).getBytes(UTF_8));
        json.put("serialNumber", "urn:uuid:" + serial);
        json.put("version", 1);
        ObjectNode metadata = json.putObject("metadata");
        metadata.put("timestamp", subject.when().truncatedTo(ChronoUnit.SECONDS).toString());
        metadata.putObject("tools")
                .putArray("components")
                .addObject()
                .put("type", "application")
                .put("name", subject.program())
                .put("version", subject.version());
        metadata.putObject("component")
                .put("type", "container")
                .put("bom-ref", subject.id())
                .put("name", subject.name())
                .put("version", subject.id());
        ArrayNode components = json.putArray("components");
        Distribution distribution = inventory.distribution();
        if (!distribution.id().isEmpty()) {
            components
                    .addObject()
                    .put("type", "operating-system")
                    .put("bom-ref", "os:" + distribution.label())
                    .put("name", distribution.id())
                    .put("version", distribution.version())
                    .put("description", distribution.name());
        }
        int number = 0;
        for (FoundPackage found : inventory.packages()) {
            add(components.addObject(), ++number, found, distribution);
        }
        return json;
    }

    private static void add(ObjectNode json, int number, FoundPackage found, Distribution distribution) {
        json.put("type", "library").put("bom-ref", "package-" + number);
        if (!found.group().isEmpty()) {
            json.put("group", found.group());
        }
        json.put("name", found.name());
        json.put("version", found.version());
        if (!found.license().isEmpty()) {
            json.putArray("licenses").addObject().putObject("license").put("name", found.license());
        }
        json.put("purl", PackageUrl.of(found, distribution));
        ArrayNode properties = json.putArray("properties");
        properties.addObject().put("name", "sampan:path").put("value", found.path());
        properties.addObject().put("name", "sampan:layer").put("value", found.layer());
    }
}
