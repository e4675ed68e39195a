package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code --device vendor/class=name} and {@code --gpus}: devices that a vendor describes (CDI). */
final class DeviceSpecificationTest extends EngineTest {
    private static final String THINGS = """
        cdiVersion: "0.7.0"
        kind: test.org/thing
        containerEdits:
          env: [ALL=all]
        devices:
          - name: "0"
            containerEdits:
              env: [THING=zero, TERM=own]
              deviceNodes:
                - {path: /dev/thing0, hostPath: /dev/zero, permissions: r, fileMode: 0640, gid: 77}
                - {path: /dev/null2, type: c, major: 1, minor: 3}
              mounts:
                - {hostPath: %s/link, containerPath: /opt/a/thing, options: [ro, nosuid, nodev, bind]}
                - {hostPath: none, containerPath: /opt, type: tmpfs, options: [size=1m]}
              additionalGids: [4242, 0]
          - name: read
            containerEdits:
              deviceNodes: [{path: /dev/control, hostPath: /dev/loop-control, permissions: r}]
          - name: written
            containerEdits:
              deviceNodes: [{path: /dev/control, hostPath: /dev/loop-control}]
          - name: cached
            containerEdits:
              intelRdt: {closID: x}
          - name: net
            containerEdits:
              netDevices: [{hostInterfaceName: cdi-test0, name: fast0}]
          - name: absent
            containerEdits:
              deviceNodes: [{path: /dev/no-such-device}]
        """;

    @TempDir
    private static Path folder = Path.of("");

    @BeforeAll
    void describe() throws IOException {
        Files.writeString(folder.resolve("thing"), "a thing\n");
        Files.createSymbolicLink(folder.resolve("link"), Path.of("thing"));
        Files.writeString(folder.resolve("thing.yaml"), THINGS.formatted(folder));
        Files.writeString(folder.resolve("gpu.json"), """
                {"cdiVersion": "0.5.0", "kind": "nvidia.com/gpu", "devices": [
                  {"name": "all", "containerEdits": {"env": ["GPU=all"]}},
                  {"name": "0", "containerEdits": {"env": ["GPU0=1"]}},
                  {"name": "1", "containerEdits": {"env": ["GPU1=1"]}}]}
                """);
        Files.writeString(folder.resolve("broken.json"), "{");
        sampan().start(
                        "--data-root",
                        sampan().dataRoot().toString(),
                        "--exec-root",
                        sampan().execRoot().toString(),
                        "daemon",
                        "--cdi-spec-dir",
                        folder.toString());
        await().until(() -> Files.exists(sampan().execRoot().resolve("front.sock")));
    }

    @Test
    void aDeviceBringsItsNodesMountsGroupsAndEnvironment() {
        assertThat(sh(
                        "echo $ALL $THING $TERM; stat -c '%t:%T %a %g' /dev/thing0 /dev/null2; id -G; cat /opt/a/thing;"
                                + " grep -c ' /opt tmpfs .*size=1024k' /proc/mounts",
                        "--device", "test.org/thing=0"))
                .isEqualTo("""
                        all zero own
                        1:5 640 77
                        1:3 666 0
                        0 10 4242
                        a thing
                        1""");
    }

    @Test
    void aDeviceMayBeUsedAsItsSpecificationSays() {
        assertThat(sh(
                        "head -c 3 /dev/thing0 | wc -c; echo x > /dev/null2 && echo written",
                        "--device",
                        "test.org/thing=0"))
                .isEqualTo("3\nwritten");
        assertThat(inContainer("touch /opt/a/thing", "--device", "test.org/thing=0")
                        .err())
                .contains("Read-only file system");
    }

    @Test
    void aDeviceWithoutPermissionToWriteCannotBeOpenedForWriting() {
        assertThat(sh(
                        "exec 3< /dev/control && exec 4> /dev/control && echo both",
                        "--device",
                        "test.org/thing=written"))
                .isEqualTo("both");
        assertThat(sh("exec 3< /dev/control && echo read", "--device", "test.org/thing=read"))
                .isEqualTo("read");
        assertThat(inContainer("exec 4> /dev/control", "--device", "test.org/thing=read")
                        .err())
                .contains("Operation not permitted");
    }

    @Test
    void aNetworkDeviceGoesIntoTheContainerWithItsAddresses() throws IOException {
        try (HostLink _ = new HostLink("cdi-test0", "cdi-test1").address("10.213.7.1/24")) {
            assertThat(sh("ip -4 -o address show fast0", "--device", "test.org/thing=net"))
                    .contains("inet 10.213.7.1/24");
        }
    }

    @Test
    void theNodesAreTheUsersUnlessTheSpecificationSaysWhose() {
        assertThat(sh("stat -c '%u:%g' /dev/null2 /dev/thing0", "--device", "test.org/thing=0", "--user", "11:12"))
                .isEqualTo("11:12\n11:77");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--device test.org/thing=9 | CDI device injection failed: unresolvable CDI devices test.org/thing=9",
                "--device no.org/x=1 --device test.org/thing=0 --device no.org/y=2 | unresolvable CDI devices no.org/x=1, no.org/y=2",
                "--device test.org/thing=cached | it needs a share of the cache (intelRdt)",
                "--device test.org/thing=net --network none | linux.netDevices: cdi-test0: no such device",
                "--device test.org/thing=absent | /dev/no-such-device",
                "--device thing=0 | thing=0 is not an absolute path",
                "--gpus driver=no | could not select device driver \"no\" with capabilities: [[gpu]]",
                "--gpus device=7 | unresolvable CDI devices nvidia.com/gpu=7",
                "--gpus 3 | unresolvable CDI devices nvidia.com/gpu=2",
                "--gpus many | invalid count (many): value must be either \"all\" or an integer: invalid syntax",
                "--gpus 1,count=2 | gpu request key 'count' can be specified only once",
                "--gpus count=1,count=2 | gpu request key 'count' can be specified only once",
                "--gpus size=2 | unexpected key 'size' in 'size=2'",
            })
    void whatCannotBeHadIsSaid(String flags, String sentence) {
        Sampan.Result result = inContainer("true", flags.split(" "));
        assertThat(result.code()).isEqualTo(125);
        assertThat(result.err()).contains(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "all | GPU=all",
                "1 | GPU0=1",
                "2 | GPU0=1 GPU1=1",
                "device=1 | GPU1=1",
                "\"device=0,1\" | GPU0=1 GPU1=1",
                "device=0,capabilities=utility | GPU0=1",
                "driver=nvidia,count=-1 | GPU=all",
            })
    void gpusAreCountedOrNamed(String request, String seen) {
        assertThat(sh("env | grep ^GPU | sort | tr '\\n' ' '", "--gpus", request))
                .isEqualTo(seen);
    }

    @Test
    void inspectShowsWhatWasAskedFor() {
        String id = sampan().run("create", "--gpus", "all", "--device", "test.org/thing=0", BUSYBOX)
                .succeeds()
                .line();
        assertThat(sampan().run("inspect", "-f", "{{json .HostConfig.DeviceRequests}}", id)
                        .line())
                .isEqualTo(
                        "[{\"Driver\":\"\",\"Count\":-1,\"DeviceIDs\":null,\"Capabilities\":[[\"gpu\"]],\"Options\":{}},"
                                + "{\"Driver\":\"cdi\",\"Count\":0,\"DeviceIDs\":[\"test.org/thing=0\"],\"Capabilities\":null,\"Options\":null}]");
    }

    @Test
    void infoTellsWhereSpecificationsAreAndWhichDevicesThereAre() {
        assertThat(sampan().run("info", "-f", "{{.CDISpecDirs}}").line()).isEqualTo("[" + folder + "]");
        assertThat(sampan().run("info").out())
                .contains("CDI spec directories:\n  " + folder + "\n")
                .contains("Discovered Devices:\n  cdi: nvidia.com/gpu=0\n");
    }
}
