package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Volumes to an archive and back. */
final class VolumeArchiveTest extends EngineTest {
    private static final String FILL = "mkdir -p /v/d/e; echo text > /v/d/e/f; chown 7:8 /v/d/e/f; chmod 4750 /v/d/e/f;"
            + " ln -s ../f /v/d/e/l; ln /v/d/e/f /v/hard; mkfifo /v/p; touch -d @1000000000 /v/d; chmod 700 /v";
    private static final String LOOK =
            "cd /v; find . | sort | xargs stat -c '%n %F %a %u %g %h %s'; cat d/e/f; readlink d/e/l;" + " stat -c %Y d";

    @TempDir
    Path folder;

    private void remove(String... volumes) {
        for (String volume : volumes) {
            sampan().run("volume", "rm", "-f", volume);
        }
    }

    @Test
    void aRestoredVolumeIsAsItWas() throws Exception {
        Path tar = folder.resolve("v.tar");
        try {
            sh(FILL, "-v", "source:/v");
            sampan().run("volume", "export", "-o", tar.toString(), "source").succeeds();
            assertThat(sampan().run("volume", "import", "restored", tar.toString())
                            .succeeds()
                            .line())
                    .isEqualTo("restored");
            String was = inContainer(LOOK, "-v", "source:/v").succeeds().out();
            assertThat(was).contains("./d/e/f regular file 4750 7 8 2 5", "text", "../f", "1000000000");
            assertThat(inContainer(LOOK, "-v", "restored:/v").succeeds().out()).isEqualTo(was);
        } finally {
            remove("source", "restored");
        }
    }

    @Test
    void archivesGoByPipeAndCompressed() throws Exception {
        Path tar = folder.resolve("v.tar");
        try {
            sh("echo one > /v/one", "-v", "pipe:/v");
            Process export = sampan().start("volume", "export", "pipe");
            byte[] archive = export.getInputStream().readAllBytes();
            assertThat(export.waitFor()).isZero();
            Files.write(tar, archive);
            Process gzip = new ProcessBuilder("gzip", tar.toString()).start();
            assertThat(gzip.waitFor()).isZero();
            byte[] packed = Files.readAllBytes(folder.resolve("v.tar.gz"));
            sampan().runWith(packed, "volume", "import", "pipe2", "-").succeeds();
            assertThat(sh("cat /v/one", "-v", "pipe2:/v")).isEqualTo("one");
        } finally {
            remove("pipe", "pipe2");
        }
    }

    /** What a volume with driver options has is what is mounted there. */
    @Test
    void aVolumeOfADriverIsMountedMeanwhile() throws IOException {
        Path device = Files.createDirectory(folder.resolve("device"));
        Files.writeString(device.resolve("seen"), "bound\n");
        Path tar = folder.resolve("v.tar");
        try {
            sampan().run("volume", "create", "-o", "type=none", "-o", "o=bind", "-o", "device=" + device, "bound")
                    .succeeds();
            sampan().run("volume", "export", "-o", tar.toString(), "bound").succeeds();
            sampan().run("volume", "import", "plain", tar.toString()).succeeds();
            assertThat(sh("cat /v/seen", "-v", "plain:/v")).isEqualTo("bound");
            await().until(() -> !Files.readString(Path.of("/proc/self/mounts")).contains("/volumes/bound/"));
            sampan().run(
                            "volume",
                            "create",
                            "-o",
                            "type=nfs",
                            "-o",
                            "o=addr=127.0.0.1,nolock,soft,timeo=1,retrans=1",
                            "-o",
                            "device=:/none",
                            "far")
                    .succeeds();
            assertThat(sampan().run("volume", "export", "-o", tar.toString(), "far")
                            .err())
                    .contains("error while mounting volume '");
        } finally {
            remove("bound", "plain", "far");
        }
    }

    @Test
    void whatIsInUseIsProtected() throws IOException {
        Path tar = folder.resolve("v.tar");
        try {
            sampan().run("run", "-d", "--name", "user", "--network", "none", "-v", "busy:/v", BUSYBOX, "sleep", "1000")
                    .succeeds();
            sampan().run("volume", "export", "-o", tar.toString(), "busy").succeeds();
            assertThat(sampan().run("volume", "import", "busy", tar.toString()).err())
                    .contains("import busy: volume is in use by a running container - [user]");
            sampan().run("volume", "import", "-f", "busy", tar.toString()).succeeds();
            assertThat(sampan().run("volume", "rm", "busy").err()).contains("remove busy: volume is in use - [");
        } finally {
            sampan().run("rm", "-f", "user");
            remove("busy");
        }
    }

    @Test
    void aHostileArchiveStaysInside() throws Exception {
        Path outside = Files.writeString(folder.resolve("outside"), "safe");
        Path script = Files.writeString(folder.resolve("make.py"), """
                import tarfile, io, sys
                t = tarfile.open(sys.argv[1], 'w')
                def link(name, target):
                    i = tarfile.TarInfo(name); i.type = tarfile.SYMTYPE; i.linkname = target; t.addfile(i)
                def file(name):
                    i = tarfile.TarInfo(name); i.size = 4; t.addfile(i, io.BytesIO(b'evil'))
                link('a', sys.argv[2]); file('a/outside')
                file('../../../../../../..' + sys.argv[2] + '/outside')
                t.close()
                """);
        Path tar = folder.resolve("evil.tar");
        Process made = new ProcessBuilder("python3", script.toString(), tar.toString(), folder.toString()).start();
        assertThat(made.waitFor()).isZero();
        try {
            sampan().run("volume", "import", "evil", tar.toString());
            assertThat(Files.readString(outside)).isEqualTo("safe");
        } finally {
            remove("evil");
        }
    }

    @Test
    void whatIsMissingIsSaid() throws IOException {
        assertThat(sampan().run("volume", "export", "none").err()).contains("get none: no such volume");
        assertThat(sampan().run("volume", "import", "xx", folder.resolve("none").toString())
                        .err())
                .contains("none: no such file or directory");
        Path text = Files.writeString(folder.resolve("text"), "this is no archive", StandardCharsets.UTF_8);
        Sampan.Result wrong = sampan().run("volume", "import", "xx", text.toString());
        assertThat(wrong.code()).isEqualTo(1);
        assertThat(wrong.err()).contains("Error processing tar file: ");
        remove("xx");
    }
}
