package sampan.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import sampan.oci.spec.Implements;
import sampan.oci.spec.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every property of the runtime specification has a class that carries it out: {@code properties.txt} has a line for each, with the
 * class, or {@code -} for those of other systems. It is held against our records, against what the classes say of themselves, and
 * against the schemas where there are any: beside the checkout, or where the system property {@code runtime-spec.schemas} says.
 */
final class SpecificationCoverageTest {
    private static final String NOBODY = "-";
    private static final Set<String> OTHER_SYSTEMS = Set.of("solaris", "windows", "vm", "zos", "freebsd");

    private static Map<String, String> owners() throws IOException {
        try (InputStream list = SpecificationCoverageTest.class.getResourceAsStream("properties.txt")) {
            assertThat(list).isNotNull();
            return new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(" ", 2))
                    .collect(Collectors.toMap(
                            line -> line[0], line -> line[1], (a, b) -> a + " and " + b, TreeMap::new));
        }
    }

    @Test
    void everyPropertyThatIsReadIsInTheListAndEveryListedOneIsRead() throws IOException {
        Set<String> read = new TreeSet<>();
        components(Spec.class, "", read);
        Set<String> listed = new TreeSet<>(owners().keySet());
        listed.remove("process.commandLine"); // of Windows, and nothing that we read
        assertThat(read).isEqualTo(listed);
    }

    private static void components(Class<?> type, String prefix, Set<String> into) {
        for (RecordComponent component : type.getRecordComponents()) {
            JsonProperty name = component.getAccessor().getAnnotation(JsonProperty.class);
            String path = prefix + (name == null ? component.getName() : name.value());
            into.add(path);
            descend(component.getGenericType(), path, into);
        }
    }

    private static void descend(Type type, String path, Set<String> into) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            descend(arguments[arguments.length - 1], arguments.length == 2 ? path + ".*" : path, into);
        } else if (type instanceof Class<?> plain && plain.isRecord()) {
            components(plain, path + ".", into);
        }
    }

    @Test
    void everyOwnerIsThereAndSaysThatItIsOne() throws Exception {
        for (Map.Entry<String, String> line : owners().entrySet()) {
            if (line.getValue().equals(NOBODY)) {
                continue;
            }
            Class<?> owner = Class.forName(line.getValue());
            if (owner.isRecord() && owner.getPackage().equals(Spec.class.getPackage())) {
                continue;
            }
            Set<String> said = Arrays.stream(owner.getAnnotationsByType(Implements.class))
                    .flatMap(section -> Arrays.stream(section.properties()))
                    .collect(Collectors.toSet());
            String property = line.getKey();
            assertThat(said)
                    .as(owner.getName() + " answers for " + property)
                    .anyMatch(path -> property.equals(path) || property.startsWith(path + "."));
        }
    }

    @Test
    void theListIsTheSchemas() throws IOException {
        Optional<Path> folder = schemas();
        if (folder.isEmpty()) {
            System.out.println("runtime-spec's schemas are not beside this checkout: skipped");
            return;
        }
        Set<String> properties = new Schemas(folder.get()).properties();
        assertThat(owners().keySet()).isEqualTo(properties);
    }

    private static Optional<Path> schemas() {
        String named = System.getProperty("runtime-spec.schemas");
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null) {
            Path found = folder.resolve("shared/specs/runtime-spec");
            if (Files.isDirectory(found)) {
                return Optional.of(found);
            }
            folder = folder.getParent();
        }
        return Optional.empty();
    }

    /** The JSON schemas of the specification, walked with their references. */
    private record Schemas(Path folder) {
        private static final int DEEPEST = 16;

        /** A node and the file it is in, which relative references start from. */
        private record Place(JsonNode node, String file) {}

        Set<String> properties() throws IOException {
            Set<String> found = new TreeSet<>();
            walk(new Place(read("config-schema.json"), "config-schema.json"), "", 0, found);
            return found;
        }

        private JsonNode read(String file) throws IOException {
            return JsonMapper.builder().build().readTree(Files.readAllBytes(folder.resolve(file)));
        }

        private Place resolved(Place from) throws IOException {
            Place place = from;
            while (place.node.has("$ref")) {
                String[] reference = place.node.get("$ref").stringValue().split("#", 2);
                String file = reference[0].isEmpty() ? place.file : reference[0];
                JsonNode node = read(file);
                for (String name : (reference.length > 1 ? reference[1] : "").split("/", -1)) {
                    node = name.isEmpty() ? node : node.get(name);
                }
                place = new Place(node, file);
            }
            return place;
        }

        private void walk(Place from, String path, int depth, Set<String> found) throws IOException {
            if (depth > DEEPEST) {
                return;
            }
            Place place = resolved(from);
            for (String several : Set.of("allOf", "anyOf", "oneOf")) {
                for (JsonNode one : place.node.path(several)) {
                    walk(new Place(one, place.file), path, depth + 1, found);
                }
            }
            for (Map.Entry<String, JsonNode> property :
                    place.node.path("properties").properties()) {
                String below = path.isEmpty() ? property.getKey() : path + "." + property.getKey();
                if (!OTHER_SYSTEMS.contains(below)) {
                    found.add(below);
                    walk(new Place(property.getValue(), place.file), below, depth + 1, found);
                }
            }
            for (Map.Entry<String, JsonNode> pattern :
                    place.node.path("patternProperties").properties()) {
                walk(new Place(pattern.getValue(), place.file), path + ".*", depth + 1, found);
            }
            if (place.node.path("items").isObject()) {
                walk(new Place(place.node.get("items"), place.file), path, depth + 1, found);
            }
            if (place.node.path("additionalProperties").isObject()) {
                walk(new Place(place.node.get("additionalProperties"), place.file), path + ".*", depth + 1, found);
            }
        }
    }
}
