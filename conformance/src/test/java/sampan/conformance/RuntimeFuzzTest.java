package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Some of the files of {@link ConfigFuzzTest}, created and deleted for real: a container is there whole or not at all.
 *
 * <p>{@code -Dfuzz.containers=5000} is how many, {@code -Dfuzz.from=17} where to begin. What would reach for the host by its owner's wish is taken out first: hooks, network
 * devices, other namespaces, sources and roots outside the bundle.
 */
final class RuntimeFuzzTest extends RuntimeTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String CGROUPS = "sampan-fuzz";

    @BeforeEach
    void fillBundle() throws IOException {
        Files.createDirectory(bundle.folder().resolve("source"));
    }

    @AfterAll
    static void removeCgroups() throws IOException {
        try (var hierarchies = Files.list(Path.of("/sys/fs/cgroup"))) {
            for (Path hierarchy : hierarchies.toList()) {
                if (Files.isDirectory(hierarchy.resolve(CGROUPS))) {
                    try (var folders = Files.walk(hierarchy.resolve(CGROUPS))) {
                        for (Path folder : folders.filter(Files::isDirectory)
                                .sorted(java.util.Comparator.reverseOrder())
                                .toList()) {
                            Files.delete(folder);
                        }
                    }
                }
            }
        }
    }

    @Test
    void aContainerIsThereWholeOrNotAtAll() throws IOException {
        ConfigMutator mutator =
                ConfigMutator.of(ConfigFuzzTest.SEEDS, BundleConfig.of("true").tree());
        long first = Long.getLong("fuzz.from", 1);
        int most = Integer.getInteger("fuzz.containers", 150);
        int made = 0;
        for (long number = first; number < first + most; number++) {
            Files.write(bundle.folder().resolve("config.json"), within(mutator.config(number)));
            Sampan.Result created = bundle.run("create", "fuzzed");
            String what = "file " + number + ": " + created.err();
            assertThat(created.err()).as(what).doesNotContain("Exception", "\tat ");
            assertThat(created.code()).as(what).isIn(0, 1);
            if (created.code() == 0) {
                made++;
                assertThat(bundle.run("state", "fuzzed").out()).as(what).containsAnyOf("created", "stopped");
                bundle.run("delete", "--force", "fuzzed").succeeds();
            } else {
                assertThat(created.err()).as(what).contains("level=error msg=");
            }
            assertThat(bundle.state())
                    .as(what)
                    .satisfiesAnyOf(
                            state -> assertThat(state).doesNotExist(),
                            state -> assertThat(state).isEmptyDirectory());
        }
        System.out.printf("config.json: %d files from number %d, %d containers%n", most, first, made);
        assertThat(made).isGreaterThan(most / 50);
    }

    private static byte[] within(byte[] config) {
        JsonNode document;
        try {
            document = JSON.readTree(config);
        } catch (JacksonException noJson) {
            return config;
        }
        if (document instanceof ObjectNode object) {
            object.remove("hooks");
        }
        force(document.at("/root"), "path", "rootfs");
        document.path("mounts").forEach(mount -> force(mount, "source", "source"));
        if (document.path("linux") instanceof ObjectNode linux) {
            linux.remove("netDevices");
            linux.path("namespaces").forEach(namespace -> {
                if (namespace instanceof ObjectNode one) {
                    one.remove("path");
                }
            });
            force(
                    linux,
                    "cgroupsPath",
                    "/" + CGROUPS + "/" + linux.path("cgroupsPath").asString("none"));
        }
        return document.toString().replace("\ud800", "\\ud800").getBytes(StandardCharsets.UTF_8);
    }

    private static void force(JsonNode node, String name, String value) {
        if (node instanceof ObjectNode object && object.path(name).isString()) {
            object.put(name, value);
        }
    }
}
