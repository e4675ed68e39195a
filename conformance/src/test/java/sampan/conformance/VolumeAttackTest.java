package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What has gone wrong with volumes elsewhere. */
final class VolumeAttackTest extends EngineTest {
    @TempDir
    private static Path folder = Path.of("");

    @Test
    void cve_2020_1726_aVolumeThatHoldsSomethingIsNotOverwrittenAtItsFirstMount() {
        sampan().run("volume", "create", "populated").succeeds();
        sh("echo mine > /x/passwd", "-v", "populated:/x");
        assertThat(sh("cat /etc/passwd; test ! -e /etc/group", "-v", "populated:/etc"))
                .isEqualTo("mine");
        sampan().run("volume", "rm", "populated").succeeds();
    }

    @Test
    void cve_2024_9341_whatIsMountedUnaskedComesFromNoPathOfTheImage() {
        String plant = "mkdir -p /etc/system-fips /usr/share/rhel; ln -s /etc /usr/share/rhel/secrets;"
                + " ln -s /etc/shadow /run/secrets";
        String made =
                sampan().run("create", BUSYBOX, "sh", "-c", plant).succeeds().line();
        sampan().run("start", "-a", made).succeeds();
        sampan().run("commit", made, "planted:1").succeeds();
        sampan().run("rm", made).succeeds();
        String line =
                "cut -d' ' -f5 /proc/self/mountinfo | grep -vE '^/($|proc|sys|dev|etc/(hosts|hostname|resolv.conf)$)'";
        assertThat(sampan().run("run", "--rm", "planted:1", "sh", "-c", line).line())
                .isEmpty();
        sampan().run("rmi", "planted:1").succeeds();
    }

    /** The container exchanges the mount point for a link to the host's folder, again and again, while files are copied there. */
    @Test
    void cve_2026_42306_aMountPointExchangedDuringCpLeadsNowhere() throws IOException {
        Path canary = Files.createDirectories(folder.resolve("canary"));
        Path source = Files.writeString(folder.resolve("file"), "copied");
        sampan().run("volume", "create", "swapped").succeeds();
        String exchange = "mkdir -p /w/a /w/b; while :; do mv /w/a /w/c; ln -s " + canary
                + " /w/a; rm /w/a; mv /w/c /w/a; ln -sfn " + canary
                + " /v/link; rm -f /v/link; mkdir -p /v/link; rmdir /v/link; done";
        String id = sampan().run("run", "-d", "-v", "swapped:/v", BUSYBOX, "sh", "-c", exchange)
                .succeeds()
                .line();
        for (int i = 0; i < 15; i++) {
            sampan().run("cp", source.toString(), id + ":/w/a/");
            sampan().run("cp", source.toString(), id + ":/v/link/");
            sampan().run("cp", id + ":/v/link", folder.resolve("out" + i).toString());
        }
        sampan().run("rm", "-f", id).succeeds();
        try (var files = Files.list(canary)) {
            assertThat(files).isEmpty();
        }
        sampan().run("volume", "rm", "swapped").succeeds();
    }
}
