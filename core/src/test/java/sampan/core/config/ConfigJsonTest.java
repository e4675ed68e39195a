package sampan.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class ConfigJsonTest {
    private static final Path SWAGGER = Path.of("../../shared/specs/moby/engine-api-swagger.yaml");
    /** Of other operating systems, or of features that come later. */
    private static final Set<String> LATER = Set.of("CpuCount", "CpuPercent", "IOMaximumIOps", "IOMaximumBandwidth");

    @Test
    void readsWhatItWrites() {
        HostConfig host = HostConfig.builder()
                .binds(List.of("/a:/b"))
                .tmpfs(Map.of("/x", "size=1m"))
                .privileged(true)
                .init(true)
                .logConfig(new LogConfig("json-file", Map.of("max-size", "1m")))
                .resources(Resources.builder()
                        .memory(1 << 20)
                        .pidsLimit(5L)
                        .ulimits(List.of(new Ulimit("nofile", 1, 2)))
                        .build())
                .build();
        String json = ConfigJson.MAPPER.writeValueAsString(host);
        assertThat(ConfigJson.MAPPER.readValue(json, HostConfig.class)).isEqualTo(host);
        ContainerConfig config = ContainerConfig.builder()
                .image("i")
                .cmd(List.of("a"))
                .entrypoint(List.of())
                .stopTimeout(3)
                .build();
        assertThat(ConfigJson.MAPPER.readValue(ConfigJson.MAPPER.writeValueAsString(config), ContainerConfig.class))
                .isEqualTo(config);
    }

    @Test
    void writesEmptinessAsDockerDoes() {
        String host = ConfigJson.MAPPER.writeValueAsString(HostConfig.DEFAULT);
        assertThat(host)
                .contains("\"Binds\":null", "\"CapAdd\":null", "\"Dns\":[]", "\"Devices\":[]", "\"PortBindings\":{}")
                .contains("\"UTSMode\":\"\"", "\"ContainerIDFile\":\"\"", "\"BlkioDeviceReadIOps\":[]")
                .doesNotContain("\"Tmpfs\"", "\"Mounts\"", "\"Init\"", "\"Sysctls\"");
        String config =
                ConfigJson.MAPPER.writeValueAsString(ContainerConfig.builder().build());
        assertThat(config)
                .contains("\"Env\":null", "\"Cmd\":null", "\"Entrypoint\":null", "\"Labels\":{}", "\"OnBuild\":null")
                .doesNotContain("\"ExposedPorts\"", "\"StopSignal\"", "\"StopTimeout\"");
    }

    @Test
    void takesAbsentAndNullAsEmpty() {
        assertThat(ConfigJson.MAPPER.readValue("{}", HostConfig.class)).isEqualTo(HostConfig.DEFAULT);
        assertThat(ConfigJson.MAPPER.readValue("{\"Memory\":null,\"Binds\":null,\"New\":1}", HostConfig.class))
                .isEqualTo(HostConfig.DEFAULT);
    }

    @Test
    void hasEveryFieldOfTheApi() throws IOException {
        assumeThat(SWAGGER).exists();
        Set<String> own = fields(new HostConfigBuilder()
                .tmpfs(Map.of("a", "b"))
                .mounts(List.of(new Mount("bind", "", "", false, "", null, null, null, null)))
                .storageOpt(Map.of("a", "b"))
                .sysctls(Map.of("a", "b"))
                .annotations(Map.of("a", "b"))
                .init(true)
                .build());
        Set<String> expected = new TreeSet<>(properties("  HostConfig:"));
        expected.addAll(properties("  Resources:"));
        assertThat(expected).hasSizeGreaterThan(40);
        expected.removeAll(LATER);
        assertThat(own).containsAll(expected);
    }

    private static Set<String> fields(HostConfig host) {
        Set<String> names = new TreeSet<>();
        ConfigJson.MAPPER
                .readTree(ConfigJson.MAPPER.writeValueAsString(host))
                .propertyNames()
                .forEach(names::add);
        return names;
    }

    /** The names of the properties of a definition: the least indented ones below it. */
    private static Set<String> properties(String definition) throws IOException {
        Set<String> names = new TreeSet<>();
        boolean inside = false;
        for (String line : Files.readAllLines(SWAGGER)) {
            if (line.matches("  [A-Za-z]+:.*")) {
                inside = line.startsWith(definition);
            } else if (inside && line.matches(" {6,10}[A-Z][A-Za-z]+:")) {
                int indent = line.length() - line.stripLeading().length();
                boolean nested = definition.contains("HostConfig") ? indent != 10 : indent != 6;
                if (!nested) {
                    names.add(line.strip().replace(":", ""));
                }
            }
        }
        return names;
    }
}
