package sampan.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code save} and {@code load}: among themselves, with archives of all ages, and with other programs where they are installed. */
final class SaveLoadTest extends EngineTest {
    private static final byte[] LAYER =
            HostileTar.withShell().file("said", "by the layer").bytes();

    @TempDir
    Path folder;

    private String id(String image) {
        return sampan().run("inspect", "-f", "{{.Id}}", image).succeeds().line();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        }
        return packed.toByteArray();
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(List.of(command) + ": " + said).isZero();
        return said;
    }

    @Test
    void whatIsSavedLoadsAsTheSameImageAndSavesAsTheSameBytes() throws IOException {
        Path first = folder.resolve("first.tar");
        Path second = folder.resolve("second.tar");
        String layer = sampan().runWith(LAYER, "import", "-c", "ENV A=b", "-", "round/trip:1")
                .succeeds()
                .line();
        sampan().run("tag", "round/trip:1", "round/trip:2").succeeds();
        sampan().run("save", "-o", first.toString(), "round/trip", BUSYBOX).succeeds();
        assertThat(Files.getPosixFilePermissions(first)).hasSize(2);
        sampan().run("rmi", "round/trip:1", "round/trip:2").succeeds();
        assertThat(sampan().run("load", "-i", first.toString()).succeeds().out())
                .isEqualTo(
                        "Loaded image: round/trip:1\nLoaded image: round/trip:2\nLoaded image: localhost/busybox:latest\n");
        assertThat(id("round/trip:1")).isEqualTo(layer);
        sampan().run("image", "save", "--output", second.toString(), "round/trip", BUSYBOX)
                .succeeds();
        assertThat(Files.mismatch(first, second)).isEqualTo(-1);
        assertThat(sampan().run("run", "--rm", "round/trip:2", "/bin/sh", "-c", "cat /said; echo $A")
                        .out())
                .isEqualTo("by the layerb\n");
        sampan().run("rmi", "round/trip:1", "round/trip:2").succeeds();
    }

    @Test
    void savesToStdoutAndLoadsFromStdin() throws IOException, InterruptedException {
        Path tar = folder.resolve("stdout.tar");
        Process save =
                sampan().command("save", BUSYBOX).redirectOutput(tar.toFile()).start();
        assertThat(save.waitFor()).isZero();
        assertThat(sampan().runWith(Files.readAllBytes(tar), "load").succeeds().out())
                .isEqualTo("Loaded image: localhost/busybox:latest\n");
        Process load = sampan().command("load").redirectInput(tar.toFile()).start();
        assertThat(new String(load.getInputStream().readAllBytes(), UTF_8))
                .isEqualTo("Loaded image: localhost/busybox:latest\n");
    }

    @Test
    void anImageSavedByItsIdHasNoNameInTheArchive() {
        String id = sampan().runWith(LAYER, "import", "-", "by/id").succeeds().line();
        Path tar = folder.resolve("id.tar");
        sampan().run("save", "-o", tar.toString(), id.substring(7, 19)).succeeds();
        sampan().run("rmi", "by/id").succeeds();
        assertThat(sampan().run("load", "-i", tar.toString()).succeeds().out())
                .isEqualTo("Loaded image ID: " + id + "\n");
        sampan().run("rmi", id).succeeds();
    }

    /** The same layer twice, too. */
    @Test
    void loadsDockersArchivesWithLinkedLayersCompressedOrNot() throws IOException {
        String layer = "1".repeat(64);
        byte[] second = HostileTar.empty().file("second", "layer").bytes();
        HostileTar tar = HostileTar.empty()
                .directory(layer)
                .file(layer + "/layer.tar", gzip(LAYER), 0644)
                .directory("linked")
                .link("linked/layer.tar", "../" + layer + "/layer.tar")
                .file("two.tar", second, 0644)
                .hardLink("three.tar", "two.tar")
                .file("config.json", ArchivedImages.config(LAYER, second, second))
                .file(
                        "manifest.json",
                        ArchivedImages.manifest(
                                "config.json", "docker/old:1", "linked/layer.tar", "./two.tar", "three.tar"));
        assertThat(sampan().runWith(tar.bytes(), "load").succeeds().out()).isEqualTo("Loaded image: docker/old:1\n");
        assertThat(sampan().run("run", "--rm", "docker/old:1", "/bin/sh", "-c", "cat /said /second")
                        .out())
                .isEqualTo("by the layerlayer");
        assertThat(sampan().run("history", "-q", "docker/old:1").out().lines()).hasSize(3);
        sampan().run("rmi", "docker/old:1").succeeds();
    }

    @Test
    void loadsArchivesFromBeforeImagesHadDigests() {
        String base = "a".repeat(64);
        String top = "b".repeat(64);
        byte[] second = HostileTar.empty().file("second", "layer").bytes();
        HostileTar tar = HostileTar.empty()
                .directory(base)
                .file(base + "/VERSION", "1.0")
                .file(
                        base + "/json",
                        "{\"id\":\"" + base
                                + "\",\"created\":\"2015-01-02T03:04:05Z\",\"container_config\":{\"Cmd\":[\"/bin/sh\",\"-c\","
                                + "\"#(nop) ADD file\"]},\"os\":\"linux\",\"architecture\":\"amd64\"}")
                .file(base + "/layer.tar", LAYER, 0644)
                .directory(top)
                .file(
                        top + "/json",
                        "{\"id\":\"" + top + "\",\"parent\":\"" + base
                                + "\",\"created\":\"2015-01-03T00:00:00Z\",\"config\":{\"Cmd\":[\"cat\",\"/said\"]},"
                                + "\"author\":\"somebody\",\"os\":\"linux\",\"architecture\":\"amd64\",\"Size\":3}")
                .file(top + "/layer.tar", second, 0644)
                .file("repositories", "{\"legacy/one\":{\"v1\":\"" + top + "\"}}");
        assertThat(sampan().runWith(tar.bytes(), "load").succeeds().out()).isEqualTo("Loaded image: legacy/one:v1\n");
        assertThat(sampan().run("run", "--rm", "legacy/one:v1").out()).isEqualTo("by the layer");
        assertThat(sampan().run("history", "--no-trunc", "--format", "{{.CreatedAt}} {{.CreatedBy}}", "legacy/one:v1")
                        .out())
                .contains("2015-01-03", "2015-01-02", "/bin/sh -c #(nop) ADD file");
        sampan().run("rmi", "legacy/one:v1").succeeds();
    }

    /** One image for two platforms, with an attestation beside, and a compressed layer. */
    private static byte[] multiPlatform(byte[] config) throws IOException {
        byte[] packed = gzip(LAYER);
        byte[] other = ArchivedImages.config(LAYER).replace("amd64", "riscv64").getBytes(UTF_8);
        byte[] manifest = new String(ArchivedImages.ociManifest(config, packed), UTF_8)
                .replace("layer.v1.tar", "layer.v1.tar+gzip")
                .getBytes(UTF_8);
        byte[] foreign = ArchivedImages.ociManifest(other, LAYER);
        byte[] index = ArchivedImages.ociIndex(
                ArchivedImages.descriptor(
                        "manifest.v1+json", foreign, ",\"platform\":{\"os\":\"linux\",\"architecture\":\"riscv64\"}"),
                ArchivedImages.descriptor(
                        "manifest.v1+json", manifest, ",\"platform\":{\"os\":\"linux\",\"architecture\":\"amd64\"}"),
                ArchivedImages.descriptor(
                        "manifest.v1+json",
                        "attestation".getBytes(UTF_8),
                        ",\"platform\":{\"os\":\"unknown\",\"architecture\":\"unknown\"},"
                                + "\"annotations\":{\"vnd.docker.reference.type\":\"attestation-manifest\"}"));
        HostileTar tar = ArchivedImages.layout();
        for (byte[] blob : List.of(packed, LAYER, config, other, manifest, foreign, index)) {
            ArchivedImages.blob(tar, blob);
        }
        return tar.file(
                        "index.json",
                        ArchivedImages.ociIndex(ArchivedImages.descriptor(
                                "index.v1+json",
                                index,
                                ",\"annotations\":{\"io.containerd.image.name\":\"docker.io/library/multi:1\"}")),
                        0644)
                .bytes();
    }

    @Test
    void loadsOciLayoutsForTheWantedPlatform() throws IOException {
        byte[] config = ArchivedImages.config(LAYER).getBytes(UTF_8);
        byte[] archive = multiPlatform(config);
        assertThat(sampan().runWith(archive, "load").succeeds().out()).isEqualTo("Loaded image: multi:1\n");
        assertThat(id("multi:1")).isEqualTo("sha256:" + ArchivedImages.sha256(config));
        Sampan.Result loaded =
                sampan().runWith(archive, "load", "--platform", "linux/riscv64").succeeds();
        assertThat(loaded.out())
                .isEqualTo("The image multi:1 already exists, renaming the old one with ID sha256:"
                        + ArchivedImages.sha256(config) + " to empty string\nLoaded image: multi:1\n");
        assertThat(sampan().run("inspect", "-f", "{{.Architecture}}", "multi:1").line())
                .isEqualTo("riscv64");
        assertThat(sampan().runWith(archive, "load", "--platform", "linux/s390x")
                        .err())
                .isEqualTo("Error response from daemon: no image found in the archive for platform linux/s390x, "
                        + "only for [linux/riscv64, linux/amd64]\n");
        sampan().run("rmi", "multi:1", ArchivedImages.sha256(config)).succeeds();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "xz", "zstd", "bzip2"})
    void loadsCompressedArchives(String program) throws IOException, InterruptedException {
        assumeTrue(ArchivedImages.has(program), program + " is not installed");
        Path tar = folder.resolve("packed.tar");
        Files.write(tar, ArchivedImages.docker("packed:" + program, LAYER).bytes());
        Path packed = folder.resolve("packed");
        run("/bin/sh", "-c", program + " -c " + tar + " > " + packed);
        assertThat(sampan().run("load", "-q", "--input", packed.toString())
                        .succeeds()
                        .out())
                .isEqualTo("Loaded image: packed:" + program + "\n");
        byte[] whole = Files.readAllBytes(packed);
        Sampan.Result cut = sampan().runWith(Arrays.copyOf(whole, whole.length / 2), "load");
        assertThat(cut.code()).isEqualTo(1);
        assertThat(cut.err()).contains("Error response from daemon: the archive's " + program + " stream is ");
        sampan().run("rmi", "packed:" + program).succeeds();
    }

    @Test
    void otherProgramsReadWhatIsSavedAndWriteWhatIsLoaded() throws IOException, InterruptedException {
        assumeTrue(ArchivedImages.has("skopeo"), "skopeo is not installed");
        Path saved = folder.resolve("saved.tar");
        sampan().run("save", "-o", saved.toString(), BUSYBOX).succeeds();
        String id = id(BUSYBOX);
        for (String kind : List.of("docker-archive", "oci-archive")) {
            Path copy = folder.resolve(kind + ".tar");
            run(
                    "skopeo",
                    "--insecure-policy",
                    "copy",
                    "-q",
                    kind + ":" + saved,
                    "docker-archive:" + copy + ":from/" + kind + ":1");
            assertThat(sampan().run("load", "-i", copy.toString()).succeeds().out())
                    .isEqualTo("Loaded image: from/" + kind + ":1\n");
            assertThat(id("from/" + kind + ":1")).isEqualTo(id);
            Path oci = folder.resolve(kind + ".oci");
            run(
                    "skopeo",
                    "--insecure-policy",
                    "copy",
                    "-q",
                    kind + ":" + saved,
                    "oci-archive:" + oci + ":from/oci:" + kind);
            assertThat(sampan().run("load", "-i", oci.toString()).succeeds().out())
                    .isEqualTo("Loaded image: from/oci:" + kind + "\n");
            assertThat(sampan().run("run", "--rm", "from/oci:" + kind, "echo", "runs")
                            .out())
                    .isEqualTo("runs\n");
            sampan().run("rmi", "from/" + kind + ":1", "from/oci:" + kind).succeeds();
        }
    }

    @Test
    void umociUnpacksWhatIsSaved() throws IOException, InterruptedException {
        assumeTrue(ArchivedImages.has("umoci"), "umoci is not installed");
        Path saved = folder.resolve("saved.tar");
        sampan().run("save", "-o", saved.toString(), BUSYBOX).succeeds();
        Path layout = Files.createDirectory(folder.resolve("layout"));
        run("tar", "-xf", saved.toString(), "-C", layout.toString());
        assertThat(run("umoci", "ls", "--layout", layout.toString())).isEqualTo("latest\n");
        run(
                "umoci",
                "unpack",
                "--rootless",
                "--image",
                layout + ":latest",
                folder.resolve("bundle").toString());
        assertThat(folder.resolve("bundle/rootfs/bin/busybox")).exists();
    }

    @Test
    void whatCannotBeSavedIsTold() {
        for (String[] mistake : new String[][] {
            {"save", "'sampan save' requires at least 1 argument"},
            {
                "save -o /nonexist/x.tar " + BUSYBOX,
                "failed to save image: invalid output path: stat /nonexist: no such file or directory\n"
            },
            {"save -o " + folder + " " + BUSYBOX, "failed to save image: cannot write to a directory\n"},
            {"save -o " + folder.resolve("x") + " nosuch", "Error response from daemon: No such image: nosuch\n"},
            {
                "save -o " + folder.resolve("x") + " --platform linux/s390x " + BUSYBOX,
                "does not match the specified platform (linux/s390x)\n"
            },
            {"save -o /dev/full " + BUSYBOX, "write: no space left on device\n"},
            {"load -i /nonexist", "open /nonexist: no such file or directory\n"},
            {"load -i /tmp", "read /tmp: is a directory\n"},
            {"load x", "'sampan load' accepts no arguments"}
        }) {
            Sampan.Result result = sampan().run(mistake[0].split(" "));
            assertThat(result.code()).as(mistake[0]).isEqualTo(1);
            assertThat(result.out()).isEmpty();
            assertThat(result.err()).contains(mistake[1]);
        }
        assertThat(folder.resolve("x")).doesNotExist();
        assertThat(sampan().run("save", "--help").out()).contains("--output", "--platform");
        assertThat(sampan().run("load", "--help").out()).contains("--input", "--quiet", "--platform");
    }

    @Test
    void aTerminalIsNoPlaceForAnArchiveAndSeesABar() throws IOException, InterruptedException {
        assertThat(script("save " + BUSYBOX))
                .contains("cowardly refusing to save to a terminal. Use the -o flag or redirect");
        assertThat(script("load")).contains("requested load from stdin, but stdin is empty");
        Path tar = folder.resolve("bar.tar");
        byte[] layer = HostileTar.empty().file("big", new byte[3_000_000], 0644).bytes();
        Files.write(tar, ArchivedImages.docker("with/bar:1", layer).bytes());
        assertThat(script("load -i " + tar))
                .contains(ArchivedImages.sha256(layer).substring(0, 12) + ": Loading layer ", "3.002MB/3.002MB")
                .contains("Loaded image: with/bar:1");
        sampan().run("rmi", "with/bar:1").succeeds();
        Files.write(tar, ArchivedImages.docker("with/bar:1", layer).bytes());
        assertThat(script("load -q -i " + tar)).doesNotContain("Loading layer").contains("Loaded image: with/bar:1");
        sampan().run("rmi", "with/bar:1").succeeds();
    }

    /** The command on a terminal of its own. */
    private String script(String arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = sampan().command();
        String line = Sampan.binary() + " " + arguments;
        Process process = builder.command("script", "-qec", line, "/dev/null")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return said;
    }
}
