package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Debian, imported and lived in. */
final class DebianTest extends EngineTest {
    private static final String DEBIAN = "localhost/debian";

    @BeforeAll
    void importDebian() throws IOException, InterruptedException {
        DebianRoot.importAs(sampan(), DEBIAN);
    }

    @Test
    void hasItsPackageTool() {
        assertThat(sampan().run("run", "--rm", DEBIAN, "apt-get", "--version")
                        .succeeds()
                        .out())
                .startsWith("apt 2.6");
    }

    @Test
    void showsPidOne() {
        assertThat(sampan().run("run", "--rm", DEBIAN, "ps", "aux")
                        .succeeds()
                        .out()
                        .lines()
                        .toList())
                .anyMatch(line -> line.matches("root +1 .*ps aux"));
    }

    @Test
    void keepsOwnersModesAndLinksOfTheArchive() {
        assertThat(sampan().run(
                                "run",
                                "--rm",
                                DEBIAN,
                                "stat",
                                "-c",
                                "%a %u %g %F %n",
                                "/usr/bin/passwd",
                                "/tmp",
                                "/bin",
                                "/etc/shadow")
                        .succeeds()
                        .line())
                .isEqualTo(
                        "4755 0 0 regular file /usr/bin/passwd\n1777 0 0 directory /tmp\n777 0 0 symbolic link /bin\n640 0 42 regular file /etc/shadow");
        assertThat(sampan().run("run", "--rm", DEBIAN, "dpkg", "--verify")
                        .succeeds()
                        .out()
                        .lines())
                .as("all that it has is as the packages have it")
                .allMatch(line -> line.matches("missing +.*"));
    }

    @Test
    void changesStayInTheContainer() {
        sampan().run("run", "--name", "changed", DEBIAN, "sh", "-c", "rm /etc/debian_version; echo new > /etc/new")
                .succeeds();
        assertThat(sampan().run("run", "--rm", DEBIAN, "sh", "-c", "cat /etc/debian_version; ls /etc/new")
                        .out())
                .startsWith("12.");
        sampan().run("rm", "changed").succeeds();
    }

    @Test
    void bashHasJobControlAndFollowsTheWindow() {
        try (Screen screen = Screen.of(sampan())) {
            screen.type("sampan run --rm -it --hostname box " + DEBIAN + " bash --norc");
            screen.shows("bash-5.2#");
            screen.type("sleep 502");
            Proc.awaitRunning("sleep 502");
            screen.keys("C-z");
            screen.shows("Stopped");
            screen.type("bg; jobs; kill %1; wait; echo jobs-$((40+2))");
            screen.shows("Running");
            screen.shows("jobs-42");
            screen.resize(120, 40);
            screen.type("clear; stty size; tput cols 2>/dev/null; echo $COLUMNS");
            screen.shows("40 120");
            screen.type("exit");
            screen.shows("host>");
        }
    }

    @Test
    void viHasTheWholeScreenAndFollowsTheWindow() {
        try (Screen screen = Screen.of(sampan())) {
            screen.type("sampan run --rm -it " + DEBIAN + " bash --norc");
            screen.shows("bash-5.2#");
            screen.type("vi -N /tmp/letter");
            screen.shows("\"/tmp/letter\" [New File]");
            screen.keys("i");
            screen.type("Dear reader,");
            screen.keys("Escape");
            screen.resize(100, 30);
            await().until(() -> screen.text().lines().filter("~"::equals).count() > 24);
            screen.type(":set lines? columns?");
            screen.shows("lines=30");
            screen.shows("columns=100");
            screen.keys("Enter");
            screen.type(":1copy 1");
            screen.type(":wq");
            screen.shows("bash-5.2#");
            screen.type("clear; grep -c '^Dear reader,' /tmp/letter; stty size");
            screen.shows("2\n30 100");
            screen.type("exit");
            screen.shows("host>");
        }
    }
}
