package sampan.core.sbom;

import java.time.temporal.ChronoUnit;
import sampan.core.config.ConfigJson;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A bill in SPDX 2.3 (spdx.github.io/spdx-spec/v2.3). */
public final class SpdxDocument {
    private static final String IMAGE = "SPDXRef-image";
    private static final String DOCUMENT = "SPDXRef-DOCUMENT";
    private static final String UNSAID = "NOASSERTION";

    private SpdxDocument() {}

    public static ObjectNode of(Inventory inventory, Subject subject) {
        ObjectNode json = ConfigJson.MAPPER.createObjectNode();
        json.put("spdxVersion", "SPDX-2.3");
        json.put("dataLicense", "CC0-1.0");
        json.put("SPDXID", DOCUMENT);
        json.put("name", subject.name());
        json.put(
                "documentNamespace",
                "https://spdx.org/spdxdocs/sampan/image-"
                        + subject.id().substring(subject.id().indexOf(':') + 1) + "-"
                        + subject.when().toEpochMilli());
        ObjectNode creation = json.putObject("creationInfo");
        creation.put("created", subject.when().truncatedTo(ChronoUnit.SECONDS).toString());
        creation.putArray("creators").add("Tool: " + subject.program() + "-" + subject.version());
        ArrayNode packages = json.putArray("packages");
        ArrayNode relationships = json.putArray("relationships");
        relate(relationships, DOCUMENT, "DESCRIBES", IMAGE);
        describe(packages.addObject(), IMAGE, subject.name(), subject.id()).put("primaryPackagePurpose", "CONTAINER");
        int number = 0;
        for (FoundPackage found : inventory.packages()) {
            String id = "SPDXRef-Package-" + found.kind().type() + "-" + ++number;
            add(packages.addObject(), id, found, inventory.distribution());
            relate(relationships, IMAGE, "CONTAINS", id);
        }
        return json;
    }

    private static ObjectNode describe(ObjectNode json, String id, String name, String version) {
        json.put("SPDXID", id).put("name", name);
        if (!version.isEmpty()) {
            json.put("versionInfo", version);
        }
        return json.put("downloadLocation", UNSAID)
                .put("filesAnalyzed", false)
                .put("licenseConcluded", UNSAID)
                .put("licenseDeclared", UNSAID)
                .put("copyrightText", UNSAID);
    }

    private static void add(ObjectNode json, String id, FoundPackage found, Distribution distribution) {
        describe(json, id, found.fullName(), found.version());
        json.put("sourceInfo", "told by " + found.path() + " of layer " + found.layer());
        if (!found.license().isEmpty()) {
            // The words of packagers are seldom an expression of SPDX.
            json.put("licenseComments", "The package says: " + found.license());
        }
        json.putArray("externalRefs")
                .addObject()
                .put("referenceCategory", "PACKAGE-MANAGER")
                .put("referenceType", "purl")
                .put("referenceLocator", PackageUrl.of(found, distribution));
    }

    private static void relate(ArrayNode relationships, String one, String how, String other) {
        relationships
                .addObject()
                .put("spdxElementId", one)
                .put("relationshipType", how)
                .put("relatedSpdxElement", other);
    }
}
