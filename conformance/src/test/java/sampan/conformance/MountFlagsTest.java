package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The storage flags of {@code run}: -v, --mount, --tmpfs and --volumes-from. */
final class MountFlagsTest extends EngineTest {
    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void fill() throws IOException {
        Files.createDirectories(folder.resolve("d/deep"));
        Files.writeString(folder.resolve("d/f"), "file");
        Files.writeString(folder.resolve("d/deep/g"), "deep");
    }

    private Sampan.Result run(String line, String... flags) {
        var words = new ArrayList<>(List.of("run", "--rm"));
        for (String flag : flags) {
            words.add(flag.replace("HOST", folder.toString()));
        }
        words.addAll(List.of(BUSYBOX, "sh", "-c", line));
        return sampan().run(words.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-v HOST/d:/x",
                "-v HOST/d:/x:rw",
                "-v HOST/d:/x:z",
                "-v HOST/d:/x:Z,rw",
                "-v HOST/d/./:/x/../x/",
                "--mount type=bind,source=HOST/d,target=/x",
                "--mount type=bind,src=HOST/d,dst=/x,bind-propagation=private",
                "--mount type=bind,src=HOST/d,destination=/x,bind-recursive=disabled",
                "--mount TYPE=bind,src=HOST/d,dst=/x,consistency=cached"
            })
    void aFolderOfTheHostIsSeenAndWritten(String flags) throws IOException {
        assertThat(run("cat /x/f /x/deep/g; echo new > /x/new", flags.split(" "))
                        .succeeds()
                        .line())
                .isEqualTo("filedeep");
        assertThat(folder.resolve("d/new")).hasContent("new\n");
        Files.delete(folder.resolve("d/new"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-v HOST/d:/x:ro",
                "-v HOST/d:/x:ro,z",
                "--mount type=bind,src=HOST/d,dst=/x,readonly",
                "--mount type=bind,src=HOST/d,dst=/x,ro=true,bind-recursive=readonly,bind-propagation=rprivate",
                "--mount type=bind,src=HOST/d,dst=/x,ro,bind-recursive=writable"
            })
    void readOnlyMeansReadOnly(String flags) {
        Sampan.Result result = run("cat /x/f; echo new > /x/new", flags.split(" "));
        assertThat(result.out()).isEqualTo("file");
        assertThat(result.err()).contains("Read-only file system");
        assertThat(folder.resolve("d/new")).doesNotExist();
    }

    @Test
    void readOnlyGoesDownToMountsBelow() throws Exception {
        String deep = folder + "/d/deep";
        assertThat(new ProcessBuilder("mount", "-t", "tmpfs", "below", deep)
                        .start()
                        .waitFor())
                .isZero();
        try {
            String line = "echo a > /x/deep/a; echo $?; echo b > /x/b; echo $?";
            assertThat(run(line, "-v", "HOST/d:/x:ro").out()).isEqualTo("1\n1\n");
            assertThat(run(line, "--mount", "type=bind,src=HOST/d,dst=/x,ro,bind-recursive=writable")
                            .out())
                    .isEqualTo("0\n1\n");
            assertThat(run("ls /x/deep", "--mount", "type=bind,src=HOST/d,dst=/x,bind-recursive=disabled")
                            .line())
                    .as("only the mount itself")
                    .isEqualTo("g");
        } finally {
            assertThat(new ProcessBuilder("umount", deep).start().waitFor()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-v HOST/d:/x:foo | invalid mode: foo",
                "-v HOST/d:/x:ro,rw | invalid mode: ro,rw",
                "-v HOST/d:x | invalid volume specification: 'HOST/d:x': invalid mount config for type \"bind\": invalid mount path: 'x' mount path must be absolute",
                "-v HOST/d:/ | invalid volume specification: 'HOST/d:/': invalid mount config for type \"bind\": invalid specification: destination can't be '/'",
                "-v HOST/d:/x -v other:/x | Duplicate mount point: /x",
                "-v HOST/d:/x --mount type=tmpfs,dst=/x/ | Duplicate mount point: /x",
                "--mount type=bind,src=HOST/nope,dst=/x | invalid mount config for type \"bind\": bind source path does not exist: HOST/nope",
                "--mount type=bind,dst=/x | invalid mount config for type \"bind\": field Source must not be empty",
                "--mount type=bind,src=HOST/d | target is required",
                "--mount type=frob,src=a,dst=/x | invalid mount config for type \"frob\": mount type unknown",
                "--mount type=bind,src=HOST/d,dst=/x,volume-nocopy | cannot mix 'volume-*' options with mount type 'bind'",
                "--mount type=volume,src=a,dst=/x,tmpfs-size=1m | cannot mix 'tmpfs-*' options with mount type 'volume'",
                "--mount type=volume,src=abc,dst=/x,volume-subpath=../y | subpath must be a relative path within the volume",
                "--mount type=volume,src=abc,dst=/x,volume-subpath=/y | subpath must be a relative path within the volume",
                "--mount type=tmpfs,src=a,dst=/x | invalid mount config for type \"tmpfs\": field Source must not be specified",
                "--mount type=bind,src=HOST/d,dst=/x,frob=1 | unexpected key 'frob' in 'frob=1'",
                "--mount type=bind,src=HOST/d,dst=/x,readonly=maybe | invalid value for readonly: maybe",
                "--mount type=bind,src=HOST/d,dst=/x,bind-recursive=readonly | option 'bind-recursive=readonly' requires 'readonly' to be specified in conjunction",
                "--mount type=volume,src=abc,dst=/x,volume-driver=other | error looking up volume plugin other: plugin \"other\" not found",
                "--tmpfs /x:frob=1 | invalid tmpfs option",
                "--mount type=bind,src=HOST/d,dst=/x,bind-create-src | invalid field 'bind-create-src' must be a key=value pair",
                "--volumes-from nope | No such container: nope",
                "--volumes-from a:frob | invalid mode: frob"
            })
    void malformedMountsAreRefusedAndNothingIsMade(String flags, String sentence) {
        Sampan.Result result = run("true", flags.split(" "));
        assertThat(result.err()).contains(sentence.replace("HOST", folder.toString()));
        assertThat(result.code()).isEqualTo(125);
        assertThat(sampan().run("volume", "ls", "-q").out()).isEmpty();
        assertThat(sampan().run("ps", "-aq").out()).isEmpty();
    }

    @Test
    void aMissingFolderIsMadeOnlyWhereAskedFor() {
        run("true", "-v", "HOST/made/by/v:/x").succeeds();
        assertThat(folder.resolve("made/by/v")).isDirectory();
        run("true", "--mount", "type=bind,src=HOST/made/too,dst=/x,bind-create-src=true")
                .succeeds();
        assertThat(folder.resolve("made/too")).isDirectory();
    }

    @Test
    void aVolumeIsFilledFromTheImageOnceAndKeepsOwnersAndModes() {
        String line = "stat -c '%a %u' /etc/passwd; ls /etc | grep -c passwd";
        assertThat(run(line, "-v", "up:/etc").succeeds().line()).isEqualTo("644 0\n1");
        run("rm /etc/passwd", "-v", "up:/etc").succeeds();
        assertThat(run("ls /etc/passwd 2>&1 | grep -c 'No such'", "-v", "up:/etc")
                        .line())
                .isEqualTo("1");
        assertThat(run("ls -A /etc | grep -c passwd", "-v", "empty:/etc:nocopy").line())
                .isEqualTo("0");
        assertThat(run("ls -A /etc | grep -c passwd", "--mount", "type=volume,src=empty2,dst=/etc,volume-nocopy")
                        .line())
                .isEqualTo("0");
        assertThat(run("stat -c %a /tmp", "-v", "sticky:/tmp").line()).isEqualTo("1777");
        sampan().run("volume", "rm", "up", "empty", "empty2", "sticky").succeeds();
    }

    @Test
    void aPartOfAVolumeIsMounted() {
        run("mkdir -p /v/a/b; echo in > /v/a/b/f; ln -s /etc /v/out; ln -s a/b /v/in", "-v", "parts:/v")
                .succeeds();
        assertThat(run("cat /x/f; echo more > /x/g", "--mount", "type=volume,src=parts,dst=/x,volume-subpath=a/b")
                        .line())
                .isEqualTo("in");
        assertThat(run(
                                "cat /v/a/b/g; cat /x/f",
                                "-v",
                                "parts:/v",
                                "--mount",
                                "type=volume,src=parts,dst=/x,volume-subpath=in")
                        .line())
                .isEqualTo("more\nin");
        assertThat(run("cat /x", "--mount", "type=volume,src=parts,dst=/x,volume-subpath=a/b/f")
                        .line())
                .isEqualTo("in");
        for (String wrong : List.of("nope", "out", "a/b/f/g")) {
            Sampan.Result result = run("true", "--mount", "type=volume,src=parts,dst=/x,volume-subpath=" + wrong);
            assertThat(result.code())
                    .as(wrong)
                    .isEqualTo(result.err().contains("no such file or directory") ? 127 : 125);
            assertThat(result.err()).contains("cannot access path");
        }
        sampan().run("volume", "rm", "parts").succeeds();
    }

    @Test
    void volumesOfAnotherContainerAreTakenOver() {
        String from = sampan().run(
                        "create", "-v", "shared:/s", "-v", "/anonymous", "-v", folder + "/d:/h:ro", BUSYBOX, "true")
                .succeeds()
                .line();
        assertThat(run("echo x > /s/f; cat /h/f; ls -d /anonymous", "--volumes-from", from)
                        .succeeds()
                        .line())
                .isEqualTo("file/anonymous");
        Sampan.Result readonly = run("cat /s/f; echo y > /s/g", "--volumes-from", from + ":ro");
        assertThat(readonly.out()).isEqualTo("x\n");
        assertThat(readonly.err()).contains("Read-only");
        assertThat(run("echo y > /h/g; echo $?", "--volumes-from", from + ":rw").line())
                .isEqualTo("1");
        assertThat(run("mount | grep -c ' /s '", "--volumes-from", from, "--tmpfs", "/s")
                        .line())
                .isEqualTo("1");
        assertThat(sampan().run("volume", "ls", "-q").out().lines())
                .as("others' are not removed by --rm")
                .hasSize(2);
        sampan().run("rm", "-v", from).succeeds();
        assertThat(sampan().run("volume", "ls", "-q").line()).isEqualTo("shared");
        sampan().run("volume", "rm", "shared").succeeds();
    }

    @Test
    void tmpfsHasItsSizeAndMode() {
        assertThat(run(
                                "df -k /t | tail -1 | tr -s ' ' | cut -d' ' -f2; stat -c %a /t",
                                "--mount", "type=tmpfs,dst=/t,tmpfs-size=1m,tmpfs-mode=700")
                        .line())
                .isEqualTo("1024\n700");
        assertThat(run("stat -c %a /t; touch /t/x", "--mount", "type=tmpfs,dst=/t")
                        .succeeds()
                        .line())
                .isEqualTo("1777");
        assertThat(run("touch /t/x; echo $?", "--mount", "type=tmpfs,dst=/t,readonly")
                        .line())
                .isEqualTo("1");
    }

    @Test
    void anImageIsMounted() {
        assertThat(run(
                                "ls /i/bin/busybox; touch /i/x 2>&1 | grep -c Read-only",
                                "--mount",
                                "type=image,src=" + BUSYBOX + ",dst=/i")
                        .succeeds()
                        .line())
                .isEqualTo("/i/bin/busybox\n1");
        assertThat(run("ls /e/passwd", "--mount", "type=image,src=" + BUSYBOX + ",dst=/e,image-subpath=etc")
                        .succeeds()
                        .line())
                .isEqualTo("/e/passwd");
        assertThat(run("true", "--mount", "type=image,src=nope,dst=/i").err()).contains("No such image: nope:latest");
        assertThat(run("true", "--mount", "type=image,src=" + BUSYBOX + ",dst=/i,image-subpath=nope")
                        .code())
                .isEqualTo(127);
    }
}
