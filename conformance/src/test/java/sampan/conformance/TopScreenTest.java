package sampan.conformance;

import org.junit.jupiter.api.Test;

/** The live screen, under a real terminal of 80 by 24. */
final class TopScreenTest extends EngineTest {
    @Test
    void showsContainersFiltersThemAndPutsTheTerminalBack() {
        sampan().run("run", "-d", "--name", "webserver", BUSYBOX, "sh", "-c", "echo hello-log; sleep 1000")
                .succeeds();
        sampan().run("run", "-d", "--name", "database", BUSYBOX, "sleep", "1000")
                .succeeds();
        try (Screen screen = Screen.of(sampan())) {
            screen.type("sampan top");
            screen.shows("2 running");
            screen.shows("webserver");
            screen.shows("q quit  s sort");
            screen.shows("▼CPU%");
            screen.keys("p");
            screen.shows("▼PIDS");
            screen.keys("r");
            screen.shows("▲PIDS");
            screen.keys("/", "w", "e", "b", "Enter");
            screen.shows("1 running");
            screen.keys("l");
            screen.shows("hello-log");
            screen.keys("x", "h");
            screen.shows("any key goes back");
            screen.keys("x", "e");
            screen.shows("/ #");
            screen.type("exit");
            screen.shows("1 running");
            screen.resize(60, 12);
            screen.shows("q quit");
            screen.keys("q");
            screen.shows("host>");
            screen.type("clear; stty -a | grep -o ' icanon'");
            screen.shows(" icanon");
        }
        sampan().run("rm", "-f", "webserver", "database").succeeds();
    }

    @Test
    void aKilledEngineLeavesTheTerminalAsItWas() {
        sampan().run("run", "-d", "--name", "stays", BUSYBOX, "sleep", "1000").succeeds();
        try (Screen screen = Screen.of(sampan())) {
            screen.type("sampan top");
            screen.shows("1 running");
            sampan().killEngine();
            screen.shows("host>");
            screen.type("clear; stty -a | grep -o ' icanon'");
            screen.shows(" icanon");
        }
        sampan().run("rm", "-f", "stays").succeeds();
    }
}
