package sampan.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code image ls IMAGE PATH}, {@code cat}, {@code diff}, {@code why} and {@code tree}: what is in an image, without running it. */
final class ImageContentTest extends EngineTest {
    private static final byte[] BASE = HostileTar.empty()
            .directory("etc")
            .file("etc/motd", "hello\n")
            .file("etc/gone", "x".repeat(3000))
            .directory("opt")
            .file("opt/old", "y".repeat(2000))
            .directory("usr")
            .directory("usr/bin")
            .file("usr/bin/tool", "one".getBytes(UTF_8), 04755)
            .link("bin", "usr/bin")
            .link("usr/bin/alias", "/bin/tool")
            .link("loop", "loop")
            .link("escape", "../../../etc/motd")
            .bytes();
    private static final byte[] CHANGE = HostileTar.empty()
            .directory("etc")
            .file("etc/.wh.gone", "")
            .directory("usr")
            .directory("usr/bin")
            .file("usr/bin/tool", "other")
            .directory("opt")
            .file("opt/.wh..wh..opq", "")
            .file("opt/new", "n")
            .bytes();

    private static byte[] archive(String tag, String... more) {
        String steps = "{\"created\":\"2024-01-02T03:04:05Z\",\"created_by\":\"ADD base.tar /\"},"
                + "{\"created_by\":\"ENV a=b\",\"empty_layer\":true},"
                + "{\"created\":\"2024-01-02T03:05:00Z\",\"created_by\":\"RUN /bin/sh -c make install\"}";
        String config = ArchivedImages.config(BASE, CHANGE);
        String whole =
                config.substring(0, config.length() - 1) + ",\"history\":[" + steps + "]" + String.join("", more) + "}";
        return HostileTar.empty()
                .file("base.tar", BASE, 0644)
                .file("change.tar", CHANGE, 0644)
                .file("config.json", whole)
                .file("manifest.json", ArchivedImages.manifest("config.json", tag, "base.tar", "change.tar"))
                .bytes();
    }

    @BeforeAll
    void load() {
        sampan().runWith(ArchivedImages.docker("base:1", BASE).bytes(), "load").succeeds();
        sampan().runWith(archive("two:1"), "load").succeeds();
    }

    private String out(String... arguments) {
        return sampan().run(arguments).succeeds().out();
    }

    private String refused(String... arguments) {
        Sampan.Result result = sampan().run(arguments);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        return result.err();
    }

    @Test
    void oneWordIsARepositoryAsInDockerAndTwoAreAnImageAndAPath() {
        assertThat(out("image", "ls", "two")).startsWith("REPOSITORY   TAG ").contains("two ");
        assertThat(out("image", "ls", "two:1", "/")).isEqualTo("bin\nescape\netc\nloop\nopt\nusr\n");
        assertThat(out("image", "ls", "two:1", "bin")).isEqualTo("alias\ntool\n");
        assertThat(out("image", "ls", "-l", "base:1"))
                .contains("lrwxrwxrwx ", " bin -> usr/bin\n", "drwxr-xr-x ", " 2023-11-14 22:13 etc\n");
        assertThat(out("image", "list", "-l", "base:1", "/usr/bin/tool"))
                .isEqualTo("-rwsr-xr-x     0     0          3 2023-11-14 22:13 /usr/bin/tool\n");
        assertThat(out("image", "ls", "-R", "two:1", "/usr")).isEqualTo("/usr/bin\n/usr/bin/alias\n/usr/bin/tool\n");
        assertThat(out("image", "ls", "two:1", "/opt")).isEqualTo("new\n");
        assertThat(out("image", "ls", "two:1", "/etc")).isEqualTo("motd\n");
    }

    @Test
    void whatIsNotThereOrMakesNoSenseIsRefused() {
        assertThat(refused("image", "ls", "two:1", "/nosuch"))
                .isEqualTo("Error response from daemon: Could not find the file /nosuch in image two:1\n");
        assertThat(refused("image", "ls", "nosuch", "/"))
                .isEqualTo("Error response from daemon: No such image: nosuch:latest\n");
        assertThat(refused("image", "ls", "two:1", "/loop")).contains("leads through too many links");
        assertThat(refused("image", "cat", "two:1", "/etc")).contains("/etc in image two:1 is a directory");
        assertThat(refused("image", "cat", "two:1", "/etc/gone")).contains("Could not find the file /etc/gone");
        assertThat(refused("image", "why", "two:1", "/nosuch")).contains("Could not find the file /nosuch");
        assertThat(refused("image", "diff", "two:1", "nosuch")).contains("No such image: nosuch:latest");
        assertThat(refused("image", "tree", "nosuch")).contains("No such image: nosuch:latest");
        assertThat(sampan().run("image", "ls", "-q", "two:1", "/").err())
                .contains("--quiet is about lists of images, not of files");
        assertThat(sampan().run("image", "ls", "-l").err()).contains("files of which image?");
        assertThat(sampan().run("image", "cat", "two:1").err()).contains("requires at least 2 arguments");
        assertThat(sampan().run("image", "diff", "two:1").err()).contains("requires 2 arguments");
    }

    @Test
    void catFollowsLinksInsideTheImageOnly() {
        assertThat(out("image", "cat", "two:1", "/bin/alias", "/etc/motd")).isEqualTo("otherhello\n");
        assertThat(out("image", "cat", "base:1", "/bin/tool")).isEqualTo("one");
        assertThat(out("image", "cat", "two:1", "/escape")).isEqualTo("hello\n");
        assertThat(out("image", "cat", "two:1", "../../etc/motd")).isEqualTo("hello\n");
    }

    @Test
    void diffNamesWhatOnlyOneOfThemHasAndWhatIsNotTheSame() {
        assertThat(out("image", "diff", "base:1", "two:1"))
                .isEqualTo("D /etc/gone\nA /opt/new\nD /opt/old\nC /usr/bin/tool\n");
        assertThat(out("image", "diff", "two:1", "base:1"))
                .isEqualTo("A /etc/gone\nD /opt/new\nA /opt/old\nC /usr/bin/tool\n");
        assertThat(out("image", "diff", "two:1", "two:1")).isEmpty();
        String again = "again:1";
        byte[] same = HostileTar.empty()
                .directory("etc")
                .file("etc/motd", "hello\n")
                .directory("opt")
                .file("opt/new", "m")
                .bytes();
        sampan().runWith(ArchivedImages.docker(again, same).bytes(), "load").succeeds();
        assertThat(out("image", "diff", again, "two:1"))
                .isEqualTo(
                        "A /bin\nA /escape\nA /loop\nC /opt/new\nA /usr\nA /usr/bin\nA /usr/bin/alias\nA /usr/bin/tool\n");
        sampan().run("rmi", again).succeeds();
    }

    @Test
    void whyNamesLayersAndStepsTheNewestFirst() {
        String format = "{{.Path}} {{.Layer}} {{.Action}} {{.Size}} {{.CreatedBy}}";
        assertThat(out("image", "why", "--format", format, "two:1", "/bin/tool"))
                .isEqualTo("""
                        /usr/bin/tool 2/2 changed 5B RUN /bin/sh -c make install
                        /usr/bin/tool 1/2 added 3B ADD base.tar /
                        """);
        assertThat(out("image", "why", "--format", format, "two:1", "/etc/gone"))
                .isEqualTo("""
                        /etc/gone 2/2 deleted - RUN /bin/sh -c make install
                        /etc/gone 1/2 added 3kB ADD base.tar /
                        """);
        assertThat(out("image", "why", "--format", format, "two:1", "/opt/old")).startsWith("/opt/old 2/2 deleted -");
        assertThat(out("image", "why", "--format", format, "two:1", "/usr/bin/alias"))
                .startsWith("/usr/bin/alias 1/2 added - ADD base.tar /\n/usr/bin/tool 2/2 changed");
        assertThat(out("image", "why", "two:1", "/etc/motd")).startsWith("PATH        LAYER     DIGEST         ACTION");
        assertThat(out("image", "why", "--no-trunc", "two:1", "/etc/motd"))
                .contains("sha256:" + ArchivedImages.sha256(BASE));
        assertThat(out("image", "why", "--format", "json", "two:1", "/etc/motd"))
                .contains("\"CreatedAt\":\"2024-01-02T03:04:05Z\"");
    }

    @Test
    void treeCountsWhatNobodySees() {
        assertThat(out(
                        "image",
                        "tree",
                        "--format",
                        "{{.Layer}} {{.SizeBytes}} {{.WastedBytes}} {{.Deletions}}",
                        "two:1"))
                .isEqualTo("2 6 0 1\n1 5009 5003 0\n");
        assertThat(out("image", "tree", "two:1"))
                .startsWith("two:1: 5.02kB in 2 layers, 5kB wasted\n\nLAYER ")
                .containsSubsequence("RUN /bin/sh -c make install", "ADD base.tar /", "/etc/gone", "/opt/old");
        assertThat(out("image", "tree", "base:1")).contains("0B wasted");
    }

    @Test
    void aFileWithSeveralNamesIsWastedWhenTheLastOfThemIs() {
        byte[] one = HostileTar.empty()
                .file("a", "z".repeat(1000))
                .hardLink("b", "a")
                .file("c", "w".repeat(100))
                .hardLink("d", "c")
                .bytes();
        byte[] two = HostileTar.empty()
                .file(".wh.a", "")
                .file(".wh.c", "")
                .file(".wh.d", "")
                .bytes();
        byte[] archive = HostileTar.empty()
                .file("1.tar", one, 0644)
                .file("2.tar", two, 0644)
                .file("config.json", ArchivedImages.config(one, two))
                .file("manifest.json", ArchivedImages.manifest("config.json", "links:1", "1.tar", "2.tar"))
                .bytes();
        sampan().runWith(archive, "load").succeeds();
        assertThat(out("image", "tree", "--format", "{{.SizeBytes}} {{.WastedBytes}}", "links:1"))
                .isEqualTo("0 0\n1100 100\n");
        sampan().run("rmi", "links:1").succeeds();
    }

    @Test
    void namesOfAnImageReachAFileAsTheyAreAndATerminalHarmlessly() throws Exception {
        byte[] tar = HostileTar.empty().file("a\033[31mred", "x").bytes();
        sampan().runWith(ArchivedImages.docker("ink:1", tar).bytes(), "load").succeeds();
        Process listing = sampan().start("image", "ls", "ink:1", "/");
        assertThat(new String(listing.getInputStream().readAllBytes(), ISO_8859_1))
                .isEqualTo("a\033[31mred\n");
        assertThat(listing.waitFor()).isZero();
        assertThat(out("image", "why", "--format", "{{.Path}}", "ink:1", "/a\033[31mred"))
                .isEqualTo("/a?[31mred\n");
        sampan().run("rmi", "ink:1").succeeds();
    }

    @Test
    void helpShowsEveryFlag() {
        assertThat(out("image", "ls", "--help")).contains("-l, --long", "-R, --recursive", "--digests", "IMAGE PATH");
        assertThat(out("image", "cat", "--help")).contains("IMAGE PATH [PATH...]");
        assertThat(out("image", "diff", "--help")).contains("IMAGE OTHER");
        assertThat(out("image", "why", "--help")).contains("--format", "--no-trunc", "IMAGE FILE");
        assertThat(out("image", "tree", "--help")).contains("--format", "--no-trunc", "wasted bytes");
        assertThat(out("image", "--help")).contains("cat ", "diff ", "sbom ", "tree ", "why ");
    }
}
