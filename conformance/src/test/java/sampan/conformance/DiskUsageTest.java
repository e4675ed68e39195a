package sampan.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code system df}: what it says is what {@code du} finds. */
final class DiskUsageTest extends EngineTest {
    private static long du(Path folder, String... options) throws IOException {
        java.util.List<String> command = new java.util.ArrayList<>(java.util.List.of("du", "-s", "-B1"));
        command.addAll(java.util.List.of(options));
        command.add(folder.toString());
        Process process = new ProcessBuilder(command).start();
        return Long.parseLong(new String(process.getInputStream().readAllBytes(), UTF_8).split("\\s")[0]);
    }

    private static long bytes(String size) {
        int unit = 0;
        while (Character.isDigit(size.charAt(unit)) || size.charAt(unit) == '.') {
            unit++;
        }
        double factor = switch (size.substring(unit)) {
            case "B" -> 1;
            case "kB" -> 1e3;
            case "MB" -> 1e6;
            case "GB" -> 1e9;
            default -> throw new AssertionError(size);
        };
        return Math.round(Double.parseDouble(size.substring(0, unit)) * factor);
    }

    /** All that {@code system df --verbose} knows an owner for. */
    private long owned() {
        return sampan().run("system", "df", "-v", "--format", "{{range .Disk}}{{.Bytes}} {{end}}")
                .succeeds()
                .line()
                .transform(numbers ->
                        Stream.of(numbers.split(" ")).mapToLong(Long::parseLong).sum());
    }

    private String kinds() {
        return sampan().run("system", "df", "-v", "--format", "{{range .Disk}}{{.Kind}} {{.Name}}\n{{end}}")
                .succeeds()
                .out();
    }

    /** By the byte: whatever is being written or deleted at that moment is so for a moment only. */
    private void everyByteHasAnOwner() {
        await().untilAsserted(() -> {
            assertThat(owned()).isEqualTo(du(sampan().dataRoot(), "-x"));
            assertThat(kinds()).doesNotContain("unknown");
        });
    }

    @Test
    void everyByteOfTheDataRootHasAnOwner() throws IOException {
        everyByteHasAnOwner();
        byte[] tar =
                HostileTar.withShell().file("big", new byte[3_000_000], 0644).bytes();
        sampan().runWith(tar, "import", "-", "owned:1").succeeds();
        String id = sampan().run(
                        "run", "-d", "-v", "kept:/data", BUSYBOX, "sh", "-c", "seq 10000 | tee /own; sleep 1000")
                .succeeds()
                .line();
        try {
            sampan().run("network", "create", "owned").succeeds();
            await().until(() -> sampan().run("logs", "--tail", "1", id).line().equals("10000"));
            everyByteHasAnOwner();
            assertThat(kinds())
                    .contains("layer " + ArchivedImages.sha256(tar), "layer recipe " + ArchivedImages.sha256(tar))
                    .contains("container " + id, "container record " + id, "volume kept", "network records", "engine");
            Files.writeString(sampan().dataRoot().resolve("stranger"), "x".repeat(5000));
            assertThat(kinds()).contains("unknown stranger");
            Files.delete(sampan().dataRoot().resolve("stranger"));
        } finally {
            sampan().run("rm", "-f", id);
            sampan().run("volume", "rm", "kept");
            sampan().run("network", "rm", "owned");
            sampan().run("rmi", "owned:1");
        }
        await().untilAsserted(() -> assertThat(kinds()).doesNotContain(ArchivedImages.sha256(tar), id, "volume kept"));
        everyByteHasAnOwner();
    }

    @Test
    void whatIsOnItsWayInIsCountedToo() throws Exception {
        byte[] tar = HostileTar.empty().file("big", new byte[20_000_000], 0644).bytes();
        Process coming = sampan().start("import", "-", "never:1");
        try {
            coming.getOutputStream().write(tar, 0, tar.length / 2);
            coming.getOutputStream().flush();
            await().untilAsserted(() -> assertThat(kinds()).contains("unfinished"));
            everyByteHasAnOwner();
        } finally {
            coming.destroy();
            coming.waitFor();
        }
        await().untilAsserted(() -> assertThat(kinds()).doesNotContain("unfinished"));
        everyByteHasAnOwner();
    }

    private String cell(String type, String field) {
        return sampan().run("system", "df", "--format", "{{.Type}}|{{." + field + "}}")
                .succeeds()
                .out()
                .lines()
                .filter(line -> line.startsWith(type + "|"))
                .findFirst()
                .orElseThrow()
                .substring(type.length() + 1);
    }

    @Test
    void agreesWithDu() throws IOException {
        byte[] tar =
                HostileTar.withShell().file("big", new byte[5_000_000], 0644).bytes();
        sampan().runWith(tar, "import", "-", "big:1").succeeds();
        String id = sampan().run(
                        "run",
                        "-d",
                        "-v",
                        "/data",
                        "big:1",
                        "/bin/sh",
                        "-c",
                        "dd if=/dev/zero of=/data/x bs=1000 count=3000; dd if=/dev/zero of=/own bs=1000 count=2000; echo written; sleep 1000")
                .succeeds()
                .line();
        await().until(() -> sampan().run("logs", id).out().contains("written"));
        await().untilAsserted(
                        () -> assertThat(bytes(cell("Containers", "Size"))).isGreaterThan(1_900_000));
        long layers = bytes(cell("Images", "Size"));
        assertThat(layers)
                .isCloseTo(
                        du(sampan().dataRoot().resolve("layers"), "--apparent-size"),
                        org.assertj.core.data.Percentage.withPercentage(3));
        assertThat((double) bytes(cell("Containers", "Size")))
                .isCloseTo(
                        du(sampan().dataRoot().resolve("snapshots/" + id + "/upper")),
                        org.assertj.core.data.Offset.offset(60_000.0));
        assertThat((double) bytes(cell("Local Volumes", "Size")))
                .isCloseTo(du(sampan().dataRoot().resolve("volumes")), org.assertj.core.data.Offset.offset(60_000.0));
        assertThat(cell("Images", "TotalCount") + cell("Images", "Active")).isEqualTo("21");
        assertThat(cell("Containers", "Reclaimable")).isEqualTo("0B (0%)");
        assertThat(cell("Local Volumes", "Reclaimable")).isEqualTo("0B (0%)");
        assertThat(cell("Images", "Reclaimable")).endsWith("%)");
        sampan().run("kill", id).succeeds();
        sampan().run("wait", id);
        assertThat(cell("Containers", "Reclaimable")).endsWith("(100%)");
        sampan().run("rm", "-v", id).succeeds();
        sampan().run("rmi", "big:1").succeeds();
    }

    @Test
    void theTableIsDockers() {
        assertThat(sampan().run("system", "df").succeeds().out().lines().toList())
                .satisfiesExactly(
                        line -> assertThat(line).matches("TYPE            TOTAL     ACTIVE    SIZE      RECLAIMABLE"),
                        line -> assertThat(line)
                                .matches("Images          1         0         1\\.98.MB   1\\.98.MB \\(100%\\)"),
                        line -> assertThat(line).isEqualTo("Containers      0         0         0B        0B"),
                        line -> assertThat(line).isEqualTo("Local Volumes   0         0         0B        0B"),
                        line -> assertThat(line).isEqualTo("Build Cache     0         0         0B        0B"));
        assertThat(sampan().run("system", "df", "--format", "json").out())
                .contains(
                        "{\"Active\":\"0\",\"Reclaimable\":\"0B\",\"Size\":\"0B\",\"TotalCount\":\"0\",\"Type\":\"Build Cache\"}");
    }

    @Test
    void verboseShowsEachThingAndWhatIsShared() {
        sampan().run("tag", BUSYBOX, "second:name").succeeds();
        String id = sampan().run("create", "--name", "measured", "-v", "/v", BUSYBOX, "true")
                .succeeds()
                .line();
        String out = sampan().run("system", "df", "-v").succeeds().out();
        assertThat(out)
                .contains("Images space usage:\n\nREPOSITORY", "SHARED SIZE   UNIQUE SIZE   CONTAINERS\n")
                .contains("Containers space usage:\n\nCONTAINER ID", "LOCAL VOLUMES", "measured\n")
                .contains("Local Volumes space usage:\n\nVOLUME NAME", "Build cache usage: 0B\n");
        assertThat(out).containsPattern(id.substring(0, 12) + " +" + BUSYBOX + " +\"true\" +1 +0B");
        assertThat(sampan().run("system", "df", "-v", "--format", "json").out())
                .startsWith("{\"Images\":[{\"Containers\":\"1\"")
                .contains("\"Links\":\"1\"");
        sampan().run("rm", "-v", "measured").succeeds();
        sampan().run("rmi", "second:name").succeeds();
    }

    @Test
    void helpAndWrongUse() {
        assertThat(sampan().run("system", "df", "--help").out()).contains("--format", "--verbose");
        assertThat(sampan().run("system", "df", "x").err()).contains("accepts no arguments");
        assertThat(sampan().run("system", "df", "--format", "{{.Nope}}").code()).isNotZero();
    }

    @Test
    void templatesSeeAllOfWhatVerboseShows() {
        sampan().run("volume", "create", "--label", "a=b", "templated").succeeds();
        assertThat(sampan().run(
                                "system",
                                "df",
                                "-v",
                                "--format",
                                "{{range .Volumes}}{{.Name}} {{.Driver}} {{.Links}} {{.Size}} {{.Labels}};{{end}}")
                        .succeeds()
                        .line())
                .contains("templated local 0 0B a=b;");
        assertThat(sampan().run("system", "df", "-v", "--format", "{{(index .Images 0).ID}}")
                        .line())
                .startsWith("sha256:");
        assertThat(sampan().run("system", "df", "-v", "--format", "{{.Nothing}}")
                        .err())
                .contains("can't evaluate field Nothing in type *formatter.diskUsageContext");
        sampan().run("volume", "rm", "templated").succeeds();
    }
}
