package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What has gone wrong with volumes elsewhere. */
final class VolumeAttackTest extends AttackTest {
    @Test
    void cve2020_1726_aVolumeThatHoldsSomethingIsNotOverwrittenAtItsFirstMount() {
        sampan().run("volume", "create", "populated").succeeds();
        sh("echo mine > /x/passwd", "-v", "populated:/x");
        assertThat(sh("cat /etc/passwd; test ! -e /etc/group", "-v", "populated:/etc"))
                .isEqualTo("mine");
        sampan().run("volume", "rm", "populated").succeeds();
    }

    @Test
    void cve2024_9341_whatIsMountedUnaskedComesFromNoPathOfTheImage() {
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
    void cve2026_42306_aMountPointExchangedDuringCpLeadsNowhere() throws IOException {
        Path canary = Files.createDirectories(folder().resolve("canary"));
        Path source = Files.writeString(folder().resolve("file"), "copied");
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
            sampan().run("cp", id + ":/v/link", folder().resolve("out" + i).toString());
        }
        sampan().run("rm", "-f", id).succeeds();
        try (var files = Files.list(canary)) {
            assertThat(files).isEmpty();
        }
        sampan().run("volume", "rm", "swapped").succeeds();
    }

    /** What the engine itself puts into a container, and what is copied there, goes through no link that was planted in a volume. */
    @Test
    void cve2025_9566_linksInAVolumeAreNoWayToTheHost() throws IOException {
        String link = "for f in hosts hostname resolv.conf other; do ln -s " + canary().at("secret")
                + " /x/$f; done; ln -s " + canary().at("empty") + " /x/folder";
        attack(BUSYBOX, link, "-v", "planted:/x");
        attack(BUSYBOX, "cat /etc/hosts /etc/other; echo new > /etc/resolv.conf", "-v", "planted:/etc");
        attack(BUSYBOX, "touch /x/folder/new", "--mount", "source=planted,target=/x,volume-subpath=folder");
        String id = background(BUSYBOX, "sleep 600", "-v", "planted:/x");
        Path file = Files.writeString(folder().resolve("file"), "copied");
        for (String name : new String[] {"other", "folder/", "folder/new"}) {
            canary().isUnseenIn(sampan().run("cp", file.toString(), id + ":/x/" + name));
        }
        remove(id);
        sampan().run("volume", "rm", "planted").succeeds();
        canary().isUntouched();
    }

    /** A file becomes a link to the host's while a walk is under way: of an export, of a commit, of the volumes' sizes. */
    @Test
    void cve2023_0778_noWalkLeavesAVolumeOrAContainer() throws IOException {
        Files.write(Files.createDirectory(folder().resolve("large")).resolve("file"), new byte[8 << 20]);
        String swap = "mkdir -p /w/d /v/d; echo mine > /w/d/secret; ln -s " + canary().at() + " /w/l; ln -s "
                + folder().resolve("large") + " /v/l; while :; do for p in /w /v; do mv $p/d $p/x; mv $p/l $p/d;"
                + " mv $p/d $p/l; mv $p/x $p/d; done; done";
        String id = background(BUSYBOX, swap, "-v", "walked:/v");
        for (int i = 0; i < 15; i++) {
            canary().isUnseenIn(sampan().run("export", id));
            assertThat(sampan().run("system", "df", "-v", "--format", "{{range .Volumes}}{{.Size}}{{end}}")
                            .succeeds()
                            .line())
                    .matches("[0-9.]+k?B");
        }
        canary().isUnseenIn(sampan().run("commit", "--pause=false", id, "walked:1"));
        sampan().run("commit", id, "walked:1").succeeds();
        remove(id);
        attack("walked:1", "cat /w/d/secret; find /w");
        sampan().run("rmi", "-f", "walked:1").succeeds();
        sampan().run("volume", "rm", "walked").succeeds();
        canary().isUntouched();
    }

    /** No label is changed, as there are none: nor is anything else of what a link leads to. */
    @Test
    void cve2021_43816_aLinkThatIsMountedWithALabelLeavesItsTargetAlone() throws IOException {
        Path link = Files.createSymbolicLink(folder().resolve("link"), Path.of(canary().at("full")));
        sampan().run("run", "--rm", "-v", link + ":/x:Z,ro", BUSYBOX, "ls", "/x");
        sampan().run("run", "--rm", "-v", link + ":/x:z,ro", BUSYBOX, "ls", "/x");
        canary().isUntouched();
    }

    /** Also CVE-2021-41091: whoever else is on the host cannot come near the engine's folders, whatever is in them. */
    @Test
    void cve2021_21284_nobodyElseReachesTheEnginesFolders() {
        String id = background(
                BUSYBOX, "cp /bin/busybox /su; chmod 4777 /su; mkdir -m 777 /open; sleep 600", "-v", "open:/v");
        String walk = "find " + sampan().dataRoot() + " 2>/dev/null | tail -n +2; cat " + sampan().dataRoot()
                + "/containers/*/* 2>/dev/null; touch " + sampan().dataRoot() + "/x 2>/dev/null && echo made; echo end";
        for (String user : new String[] {"1000", "65534", "100000"}) {
            ProcessBuilder command = sampan().command();
            assertThat(Sampan.finish(
                                    new byte[0],
                                    command.command(
                                            "setpriv",
                                            "--reuid=" + user,
                                            "--regid=" + user,
                                            "--clear-groups",
                                            "sh",
                                            "-c",
                                            walk))
                            .out())
                    .isEqualTo("end\n");
        }
        remove(id);
        sampan().run("volume", "rm", "open").succeeds();
    }
}
