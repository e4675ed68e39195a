package sampan.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sampan.oci.spec.Implements;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every property of the runtime specification has a class that answers for it, or stands here as not yet done. */
final class SpecificationCoverageTest {
    /** Of other systems, or of the engine around the launch. */
    private static final Set<String> NOT_OURS = Set.of(
            "ociVersion",
            "annotations",
            "solaris",
            "windows",
            "vm",
            "zos",
            "freebsd",
            "process.commandLine", // Windows
            "linux.resources"); // sampan.kernel.cgroup plans it, the engine carries it out

    private static final Set<String> NOT_YET = Set.of("linux.netDevices", "linux.mountLabel", "linux.intelRdt");

    @Test
    void everyPropertyHasAnOwner() throws Exception {
        Optional<Path> schemas = schemas();
        if (schemas.isEmpty()) {
            System.out.println("runtime-spec's schemas are not beside this checkout: skipped");
            return;
        }
        Set<String> properties = new TreeSet<>();
        JsonNode config = read(schemas.get().resolve("config-schema.json")).path("properties");
        collect("", config, properties);
        collect("process.", config.path("process").path("properties"), properties);
        JsonNode linux =
                read(schemas.get().resolve("config-linux.json")).path("linux").path("properties");
        collect("linux.", linux, properties);
        properties.removeAll(Set.of("process", "linux"));
        Set<String> owned = new HashSet<>(owned());
        assertThat(owned).as("owned, but not in the specification").isSubsetOf(properties);
        owned.addAll(NOT_OURS);
        owned.addAll(NOT_YET);
        assertThat(properties).as("in the specification, but nobody's").isSubsetOf(owned);
    }

    private static void collect(String prefix, JsonNode properties, Set<String> into) {
        properties.propertyNames().forEach(name -> into.add(prefix + name));
    }

    private static JsonNode read(Path file) throws IOException {
        return JsonMapper.builder().build().readTree(Files.readAllBytes(file));
    }

    private static Optional<Path> schemas() {
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

    private static Set<String> owned() throws IOException, ClassNotFoundException {
        Set<String> owned = new HashSet<>();
        try (Stream<Path> files = Files.list(Path.of("target/classes/sampan/runtime/launch"))) {
            for (Path file : files.toList()) {
                String name = String.valueOf(file.getFileName()).replace(".class", "");
                for (Implements section :
                        Class.forName("sampan.runtime.launch." + name).getAnnotationsByType(Implements.class)) {
                    Arrays.stream(section.properties())
                            .forEach(property -> assertThat(owned.add(property)
                                            || Set.of("process.user").contains(property))
                                    .as(property + " has two owners")
                                    .isTrue());
                }
            }
        }
        return owned;
    }
}
