package sampan.core.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sampan.core.error.EngineException;

final class DeviceRegistryTest {
    private static final String ONE =
            "{\"cdiVersion\":\"0.3.0\",\"kind\":\"v.com/c\",\"containerEdits\":{\"env\":[\"ALL=1\"]},"
                    + "\"devices\":[{\"name\":\"a\",\"containerEdits\":{\"env\":[\"A=%s\"]}},"
                    + "{\"name\":\"b\",\"containerEdits\":{\"env\":[\"B=1\"]}}]}";

    @TempDir
    private Path root = Path.of("");

    private DeviceRegistry registry = new DeviceRegistry(List.of());

    @BeforeEach
    void folders() throws IOException {
        Files.createDirectories(root.resolve("etc"));
        Files.createDirectories(root.resolve("run"));
        registry = new DeviceRegistry(List.of(root.resolve("etc"), root.resolve("run"), root.resolve("none")));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(root.resolve(name), text);
    }

    @Test
    void whatTheWholeSpecificationSaysCountsOnceForAllItsDevices() throws IOException {
        write("etc/x.json", ONE.formatted("1"));
        assertThat(registry.names()).containsExactly("v.com/c=a", "v.com/c=b");
        assertThat(registry.edits(List.of("v.com/c=a", "v.com/c=b")).env()).containsExactly("ALL=1", "A=1", "B=1");
    }

    @Test
    void theLaterFolderHasPrecedence() throws IOException {
        write("etc/x.json", ONE.formatted("etc"));
        write("run/y.json", ONE.formatted("run"));
        assertThat(registry.edits(List.of("v.com/c=a")).env()).containsExactly("ALL=1", "A=run");
    }

    @Test
    void aDeviceThatTwoFilesOfOneFolderDescribeIsNobodys() throws IOException {
        write("etc/x.json", ONE.formatted("1"));
        write("etc/y.json", ONE.formatted("2"));
        assertThat(registry.names()).isEmpty();
        assertThat(registry.problems())
                .anySatisfy(problem -> assertThat(problem).contains("conflicting device"));
    }

    @Test
    void aLaterFolderSettlesWhatAnEarlierOneDisputes() throws IOException {
        write("etc/x.json", ONE.formatted("1"));
        write("etc/y.json", ONE.formatted("2"));
        write("run/z.json", ONE.formatted("3"));
        assertThat(registry.edits(List.of("v.com/c=a")).env()).containsExactly("ALL=1", "A=3");
    }

    @Test
    void allMissingDevicesAreNamed() throws IOException {
        write("etc/x.json", ONE.formatted("1"));
        assertThatThrownBy(() -> registry.edits(List.of("v.com/c=z", "v.com/c=a", "w.com/c=a")))
                .isInstanceOf(EngineException.InvalidArgument.class)
                .hasMessage("CDI device injection failed: unresolvable CDI devices v.com/c=z, w.com/c=a");
    }

    @Test
    void yamlIsReadAsJsonIs() throws IOException {
        write("etc/x.yaml", """
                cdiVersion: "0.7.0"
                kind: v.com/c.d
                annotations: {k: v}
                devices:
                  - name: "0"
                    annotations: {k: v}
                    containerEdits:
                      deviceNodes:
                        - {path: /dev/x, hostPath: /dev/null, type: c, major: 1, minor: 3, fileMode: 0640, uid: 7, gid: 8}
                      hooks:
                        - {hookName: createContainer, path: /bin/hook, args: [hook, x], env: [A=b], timeout: 3}
                      mounts:
                        - {hostPath: /a, containerPath: /b, type: bind, options: [ro, bind]}
                      additionalGids: [5, 6]
                      intelRdt: {closID: x}
                """);
        ContainerEdits edits = registry.edits(List.of("v.com/c.d=0"));
        assertThat(edits.deviceNodes().getFirst().fileMode()).isEqualTo(0640);
        assertThat(edits.hooks().getFirst().args()).containsExactly("hook", "x");
        assertThat(edits.mounts().getFirst().options()).containsExactly("ro", "bind");
        assertThat(edits.additionalGids()).containsExactly(5L, 6L);
        assertThat(edits.intelRdt()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "cdiVersion: '9.0'                                                         | invalid version \"9.0\"",
                "{cdiVersion: '0.3.0', kind: nothing, devices: [{name: a}]}                | invalid kind \"nothing\"",
                "{cdiVersion: '0.3.0', kind: v.com/c}                                      | no devices",
                "{cdiVersion: '0.3.0', kind: v.com/c, devices: [{name: a}]}                | empty device edits",
                "{cdiVersion: '0.3.0', kind: v.com/c, devices: [{name: a b}]}              | invalid device name \"a b\"",
                "{cdiVersion: '0.3.0', kind: v.com/c, devices: [{name: a, containerEdits: {env: [X]}}]} | invalid environment variable \"X\"",
                "{cdiVersion: '0.3.0', kind: v.com/c, devices: [{name: a, containerEdits: {what: 1}}]} | what",
                "{cdiVersion: '0.3.0', kind: v.com/c, devices: [{name: a, containerEdits: {deviceNodes: [{path: /x, type: z}]}}]} | invalid type \"z\"",
                "{cdiVersion: '0.3.0', kind: v.com/c, devices: [{name: a, containerEdits: {deviceNodes: [{path: /x, permissions: q}]}}]} | invalid permissions \"q\"",
                "{cdiVersion: '0.3.0', kind: v.com/c, devices: [{name: a, containerEdits: {hooks: [{hookName: x, path: /x}]}}]} | invalid hook name \"x\"",
                "{cdiVersion: '0.3.0', kind: v.com/c, devices: [{name: a, containerEdits: {mounts: [{hostPath: /x}]}}]} | empty container path",
                "[1, 2                                                                     | expected",
            })
    void whatMeansNothingIsNamedAndLeftOut(String text, String reason) throws IOException {
        write("etc/x.yaml", text);
        assertThat(registry.names()).isEmpty();
        assertThat(registry.problems())
                .singleElement()
                .asString()
                .contains("x.yaml")
                .contains(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "v.com/c=a,true",
        "vendor/class=gpu0:1,true",
        "v.com/c=0,true",
        "/dev/null,false",
        "/dev/a=b,false",
        "v/c,false",
        "v/c=,false",
        "=a,false",
        "v.com/c=a b,false",
        "0v/c=a,false",
        "v-/c=a,false",
        "v/c=a:rw,true",
        "v//c=a,false"
    })
    void onlyWholeNamesAreNames(String text, boolean name) {
        assertThat(CdiName.parse(text).isPresent()).isEqualTo(name);
    }
}
