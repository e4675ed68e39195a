package sampan.oci.appc;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sampan.oci.image.ContainerDefaults;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.ImageReference;
import sampan.oci.image.JsonFields;
import sampan.oci.image.Platform;
import sampan.oci.image.StrictJson;

/**
 * The image manifest of an ACI (<a href="https://github.com/appc/spec/blob/master/spec/aci.md#image-manifest-schema">aci.md</a>).
 *
 * @param name an AC identifier, {@code example.com/app}
 * @param labels what tells images of one name apart: version, os, arch and others
 * @param defaults what the app gives a container
 * @param dependencies images whose files lie below this one's, the lowest first
 */
public record AciManifest(
        String name,
        Map<String, String> labels,
        Map<String, String> annotations,
        ContainerDefaults defaults,
        List<Dependency> dependencies) {
    /** Larger than any that was ever published. */
    public static final int LARGEST = 1 << 20;

    private static final String KIND = "ImageManifest";
    private static final String VERSION = "version";

    public AciManifest {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
        dependencies = List.copyOf(dependencies);
    }

    /**
     * Another ACI.
     *
     * @param imageId {@code sha512-…} of its plain archive, or empty
     */
    public record Dependency(String name, String imageId, Map<String, String> labels) {
        public Dependency {
            labels = Map.copyOf(labels);
        }

        /** What it is called here. */
        public Optional<ImageReference> reference() {
            return AciManifest.reference(name, labels);
        }
    }

    /** @return empty for a file of another kind that is called "manifest" too */
    public static Optional<AciManifest> find(byte[] text) throws ImageFormatException {
        JsonFields json;
        try {
            json = StrictJson.parse(text, "manifest");
            if (!json.text("acKind").equals(KIND)) {
                return Optional.empty();
            }
        } catch (ImageFormatException somebodys) {
            return Optional.empty();
        }
        return Optional.of(parse(json));
    }

    private static AciManifest parse(JsonFields json) throws ImageFormatException {
        json.requiredText("acVersion");
        if (!json.texts("pathWhitelist").isEmpty()) {
            throw new ImageFormatException(
                    "manifest.pathWhitelist is not supported: pack an ACI with the files that are wanted");
        }
        Map<String, String> labels = pairs(json, "labels");
        if (!labels.getOrDefault("os", "linux").equals("linux")) {
            throw new ImageFormatException("operating system is not supported");
        }
        List<Dependency> dependencies = new ArrayList<>();
        for (JsonFields one : json.objects("dependencies")) {
            dependencies.add(new Dependency(one.requiredText("imageName"), one.text("imageID"), pairs(one, "labels")));
        }
        Optional<JsonFields> app = json.object("app");
        return new AciManifest(
                json.requiredText("name"),
                labels,
                pairs(json, "annotations"),
                app.isEmpty() ? ContainerDefaults.NONE : AciApp.defaults(app.get()),
                dependencies);
    }

    static Map<String, String> pairs(JsonFields json, String key) throws ImageFormatException {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (JsonFields pair : json.objects(key)) {
            if (pairs.putIfAbsent(pair.requiredText("name"), pair.text("value")) != null) {
                throw new ImageFormatException(json.what() + "." + key + " has \"" + pair.text("name") + "\" twice");
            }
        }
        return pairs;
    }

    /** Name and version; empty where they make no name that Docker knows. */
    public Optional<ImageReference> reference() {
        return reference(name, labels);
    }

    private static Optional<ImageReference> reference(String name, Map<String, String> labels) {
        String version =
                labels.getOrDefault(VERSION, ImageReference.DEFAULT_TAG).replace('+', '_');
        try {
            ImageReference reference = ImageReference.parse(name + ":" + version);
            return reference.tag().isPresent() && reference.digest().isEmpty()
                    ? Optional.of(reference)
                    : Optional.empty();
        } catch (ImageFormatException another) {
            return Optional.empty();
        }
    }

    /** This machine's unless it says another. */
    public Platform platform() throws ImageFormatException {
        return switch (labels.getOrDefault("arch", "")) {
            case "" -> Platform.host();
            case "i386" -> Platform.parse("linux/386");
            case "aarch64" -> Platform.parse("linux/arm64");
            case "armv6l" -> Platform.parse("linux/arm/v6");
            case "armv7l" -> Platform.parse("linux/arm/v7");
            case "amd64", "ppc64", "ppc64le", "s390x" -> Platform.parse("linux/" + labels.get("arch"));
            default ->
                throw new ImageFormatException("manifest.labels has the unknown arch \"" + labels.get("arch") + "\"");
        };
    }

    /** When it was made, if it says so and means a time. */
    public Optional<Instant> created() {
        try {
            return AciApp.time(annotations.getOrDefault("created", ""));
        } catch (DateTimeException vague) {
            return Optional.empty();
        }
    }

    public String author() {
        return annotations.getOrDefault("authors", "");
    }

    /**
     * The defaults with what else the manifest says, as labels.
     *
     * @param imageId of this one
     */
    public ContainerDefaults config(String imageId) {
        ContainerDefaults.Draft draft = defaults.draft();
        draft.labels.put("appc.io/name", name);
        draft.labels.put("appc.io/image-id", imageId);
        labels.forEach((label, value) -> draft.labels.put("appc.io/label/" + label, value));
        annotations.forEach((annotation, value) -> draft.labels.put("appc.io/annotation/" + annotation, value));
        String version = labels.getOrDefault(VERSION, "");
        if (!version.isEmpty()) {
            draft.labels.put("org.opencontainers.image.version", version);
        }
        return draft.finish();
    }
}
