package sampan.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is odd and valid, beside each attack on images that looks like it: what keeps the attack out must let this in. */
final class MustAcceptTest extends EngineTest {
    private static final String NAME = "must:1";
    private static final byte[] SHELL = HostileTar.withShell().bytes();

    @AfterEach
    void removeImage() {
        sampan().run("rmi", "-f", NAME);
    }

    private String said(String script) {
        return sampan().run("run", "--rm", "--network", "none", NAME, "/bin/sh", "-c", script)
                .succeeds()
                .line();
    }

    static Stream<Arguments> paths() {
        return Stream.of(
                Arguments.of(
                        "CVE-2026-17106: absolute links, and ways through them",
                        HostileTar.withShell()
                                .directory("usr")
                                .directory("usr/bin")
                                .link("sbin", "/usr/bin")
                                .link("up", "../../../usr")
                                .file("sbin/tool", "tool")
                                .hardLink("usr/bin/again", "/usr/bin/tool")
                                .bytes(),
                        "cat /usr/bin/again /up/bin/tool",
                        "tooltool"),
                Arguments.of(
                        "CVE-2014-6407: names that only look like ways up",
                        HostileTar.withShell()
                                .file("..a", "x")
                                .file("a..", "y")
                                .file("...", "z")
                                .bytes(),
                        "cat /..a /a.. /...",
                        "xyz"),
                Arguments.of(
                        "CVE-2021-29136: the root as an entry, and names from there",
                        HostileTar.withShell()
                                .directory("./")
                                .file("./own", "own")
                                .bytes(),
                        "cat /own",
                        "own"),
                Arguments.of(
                        "CVE-2021-32760: modes that set ids",
                        HostileTar.withShell()
                                .entry('0', "su", "", new byte[0], 04755)
                                .entry('5', "t", "", new byte[0], 01777)
                                .bytes(),
                        "stat -c %a /su /t",
                        "4755\n1777"));
    }

    static Stream<Arguments> contents() throws IOException {
        return Stream.of(
                Arguments.of(
                        "whiteouts: names that are none, and one of what never was",
                        HostileTar.withShell()
                                .file(".whale", "whale")
                                .file("wh.x", "x")
                                .file(".wh.never", "")
                                .bytes(),
                        "cat /.whale /wh.x; ls -a / | grep -c '^.wh.never' || true",
                        "whalex0"),
                Arguments.of(
                        "CVE-2017-14992: a megabyte of padding",
                        Arrays.copyOf(SHELL, SHELL.length + (1 << 20)),
                        "echo padded",
                        "padded"),
                Arguments.of(
                        "CVE-2021-20291: a stream of several members",
                        members(HostileTar.withShell().file("said", "members").bytes()),
                        "cat /said",
                        "members"),
                Arguments.of(
                        "CVE-2015-1340: a file twice, a file that becomes a folder, pipes, attributes",
                        HostileTar.withShell()
                                .file("x", "old")
                                .file("x", "new")
                                .file("d", "file")
                                .directory("d")
                                .attribute("user.note", "n")
                                .file("d/in", "in")
                                .fifo("pipe")
                                .bytes(),
                        "cat /x /d/in; stat -c %F /pipe",
                        "newinfifo"));
    }

    private static byte[] members(byte[] tar) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        for (int start = 0; start < tar.length; start += tar.length / 3 + 1) {
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write(tar, start, Math.min(tar.length / 3 + 1, tar.length - start));
            }
        }
        return packed.toByteArray();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"paths", "contents"})
    void layersThatAreOdd(String about, byte[] layer, String script, String said) {
        sampan().runWith(layer, "import", "-", NAME).succeeds();
        assertThat(said(script)).as(about).isEqualTo(said);
    }

    private static HostileTar archive(String config, byte[]... layers) {
        HostileTar tar = HostileTar.empty().file("config.json", config);
        String[] names = new String[layers.length];
        for (int i = 0; i < layers.length; i++) {
            names[i] = "layer" + i + ".tar";
            tar.file(names[i], layers[i], 0644);
        }
        return tar.file("manifest.json", ArchivedImages.manifest("config.json", NAME, names));
    }

    static Stream<Arguments> archives() {
        byte[] linked = HostileTar.withShell()
                .directory("usr")
                .directory("usr/lib")
                .link("lib", "usr/lib")
                .bytes();
        byte[] above = HostileTar.empty().file("lib/x", "above").bytes();
        byte[] nothing = new byte[1024];
        String bare = ArchivedImages.config(SHELL);
        return Stream.of(
                Arguments.of(
                        "CVE-2025-47290: a folder below a link of the layer beneath",
                        archive(ArchivedImages.config(linked, above), linked, above),
                        "cat /lib/x",
                        "above"),
                Arguments.of(
                        "CVE-2022-24778: one layer twice, and an empty one",
                        archive(ArchivedImages.config(SHELL, nothing, SHELL), SHELL, nothing, SHELL),
                        "echo twice",
                        "twice"),
                Arguments.of(
                        "CVE-2021-21285, CVE-2024-36620: a configuration of nulls without a history",
                        archive(
                                bare.replace(
                                        "{\"Cmd\":[\"sh\"]}",
                                        "{\"Cmd\":null,\"Env\":null,\"Labels\":null,\"Volumes\":null,\"ExposedPorts\":null,\"User\":\"\",\"WorkingDir\":\"\",\"Unheard\":{}}"),
                                SHELL),
                        "pwd",
                        "/"),
                Arguments.of(
                        "CVE-2026-63294: other files beside the image",
                        archive(bare, SHELL)
                                .file("backup.yaml", "name: x\n")
                                .directory("templates")
                                .file("templates/a.tpl", "{{ . }}")
                                .file("repositories", "{\"must\":{\"1\":\"x\"}}"),
                        "echo beside",
                        "beside"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("archives")
    void imagesThatAreOdd(String about, HostileTar archive, String script, String said) {
        sampan().runWith(archive.bytes(), "load", "-q").succeeds();
        assertThat(said(script)).as(about).isEqualTo(said);
        assertThat(sampan().run("history", NAME).succeeds().out()).startsWith("IMAGE");
    }

    /** Beside CVE-2021-41190 and CVE-2023-25153: fields nobody has heard of, no media types, a megabyte of index, and what is for no machine. */
    @Test
    void anIndexThatIsOdd() {
        byte[] config = ArchivedImages.config(SHELL).getBytes(UTF_8);
        byte[] manifest = new String(ArchivedImages.ociManifest(config, SHELL), UTF_8)
                .replaceFirst("\\{", "{\"unheard\":{\"of\":[1,2]},\"annotations\":{},")
                .getBytes(UTF_8);
        byte[] statement = "{}".getBytes(UTF_8);
        byte[] attestation = ArchivedImages.ociManifest(config, statement);
        String name = ",\"annotations\":{\"io.containerd.image.name\":\"docker.io/library/must:1\"}";
        byte[] index = ArchivedImages.ociIndex(
                ArchivedImages.descriptor(
                        "manifest.v1+json",
                        attestation,
                        ",\"platform\":{\"architecture\":\"unknown\",\"os\":\"unknown\"}"),
                ArchivedImages.descriptor(
                        "manifest.v1+json", manifest, ",\"platform\":{\"architecture\":\"amd64\",\"os\":\"linux\"}"));
        String outer =
                new String(ArchivedImages.ociIndex(ArchivedImages.descriptor("index.v1+json", index, name)), UTF_8);
        HostileTar layout = ArchivedImages.layout().file("index.json", outer + " ".repeat(1 << 20));
        for (byte[] blob : new byte[][] {config, manifest, attestation, statement, index, SHELL}) {
            ArchivedImages.blob(layout, blob);
        }
        sampan().runWith(layout.bytes(), "load", "-q").succeeds();
        assertThat(said("echo chosen")).isEqualTo("chosen");
    }

    /** Beside CVE-2026-53488: labels of other engines' namespaces stay what they are. */
    @Test
    void labelsOfAnyName() {
        String labels = "{\"Labels\":{\"containerd.io/x\":\"binary:///bin/sh\",\"../up\":\"a\\nb\",\"\":\"empty\"}}";
        String config = ArchivedImages.config(SHELL).replace("{\"Cmd\":[\"sh\"]}", labels);
        sampan().runWith(archive(config, SHELL).bytes(), "load", "-q").succeeds();
        assertThat(sampan().run("inspect", "--format", "{{index .Config.Labels \"containerd.io/x\"}}", NAME)
                        .succeeds()
                        .line())
                .isEqualTo("binary:///bin/sh");
    }

    /** Beside CVE-2014-9358. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:5000/a/b__c-d.e/f:A.b_C-1",
                "a.b-c.example:443/x",
                "[::1]:5000/x:y",
                "127.0.0.1/0/1/2/3/4/5/6/7/8/9:0",
                "x---y:latest",
                "tag:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void namesThatAreOdd(String name) {
        sampan().run("tag", BUSYBOX, name).succeeds();
        try {
            assertThat(sampan().run("inspect", "--type", "image", "--format", "{{.Os}}", name)
                            .succeeds()
                            .line())
                    .isEqualTo("linux");
        } finally {
            sampan().run("rmi", name).succeeds();
        }
    }
}
