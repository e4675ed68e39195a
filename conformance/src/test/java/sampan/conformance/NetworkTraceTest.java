package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code explain} says that is asked of the kernel for a container's networks is what strace(1) sees of it. */
final class NetworkTraceTest extends EngineTest {
    /** rtnetlink(7): links, addresses, routes, and what limits them. */
    private static final Pattern TOLD = Pattern.compile("RTM_(?:NEW|GET)(?:LINK|ADDR|ROUTE|QDISC)");

    /** {@code struct nlmsghdr} of a message that asks for one thing and an answer: its type, and NLM_F_REQUEST with NLM_F_ACK. */
    private static final Pattern SEEN =
            Pattern.compile("iov_base=\"(?:\\\\x[0-9a-f]{2}){4}\\\\x([0-9a-f]{2})\\\\x00\\\\x05");

    private static final List<String> TYPES =
            List.of("RTM_NEWLINK 16", "RTM_GETLINK 18", "RTM_NEWADDR 20", "RTM_NEWROUTE 24", "RTM_NEWQDISC 36");

    @TempDir
    Path folder;

    @AfterEach
    void removeEverything() {
        sampan().run("rm", "-f", "told");
        sampan().run("network", "prune", "-f");
    }

    private static String word(int type) {
        return TYPES.stream()
                .filter(line -> line.endsWith(" " + type))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .findFirst()
                .orElse("");
    }

    /** The messages that the engine sends while a command runs. */
    private List<String> seen(String... command) throws Exception {
        Path log = folder.resolve("log");
        long engine = sampan().engine().orElseThrow().pid();
        String[] line = {
            "strace", "-f", "-xx", "-e", "trace=sendmsg", "-e", "signal=none", "-o", log.toString(), "-p", "" + engine
        };
        Process strace = new ProcessBuilder(line).redirectErrorStream(true).start();
        try {
            assertThat(strace.inputReader().readLine()).contains("attached");
            sampan().run(command).succeeds();
        } finally {
            strace.destroy();
            if (!strace.waitFor(20, TimeUnit.SECONDS)) {
                strace.destroyForcibly().waitFor();
            }
        }
        return Files.readAllLines(log).stream()
                .map(SEEN::matcher)
                .filter(Matcher::find)
                .map(match -> word(Integer.parseInt(match.group(1), 16)))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** On two networks: on one alone what is ready would be taken, and made ready again meanwhile. */
    private void makeContainer() {
        sampan().run("network", "create", "--subnet", "10.231.61.0/24", "one").succeeds();
        sampan().run("network", "create", "--subnet", "10.231.62.0/24", "--internal", "two")
                .succeeds();
        List<String> line =
                new ArrayList<>(List.of("create", "--name", "told", "--network-rate", "1m", "-p", "18161:80"));
        line.addAll(List.of("--network", "name=one,ip=10.231.61.7", "--network", "two", BUSYBOX, "sleep", "1000"));
        sampan().run(line.toArray(String[]::new)).succeeds();
    }

    @Test
    void everyMessageIsToldInItsOrderAndDoesWhatIsSaid() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/strace")), "needs strace");
        makeContainer();
        String text = sampan().run("explain", "told").succeeds().out();
        assertThat(text)
                .contains("RTM_NEWADDR 10.231.61.7/24 dev eth0")
                .contains("RTM_NEWROUTE 0.0.0.0/0 via 10.231.61.1 dev eth0")
                .contains("RTM_NEWADDR <address>/24 dev eth1")
                .contains("its peer eth0 address 02:42:0a:e7:3d:07 in the namespace")
                .contains("RTM_NEWQDISC tbf dev eth1 rate 1048576 burst 32768")
                .contains("anywhere4 { tcp . 18161 : 10.231.61.7 . 80 }");
        assertThat(seen("start", "told"))
                .containsExactlyElementsOf(
                        TOLD.matcher(text).results().map(match -> match.group()).toList());
        String inside = Stream.of("ip addr", "ip route", "tc qdisc")
                .map(line -> sampan().run("exec", "told", "sh", "-c", line).out())
                .reduce("", String::concat);
        assertThat(inside)
                .contains(
                        "inet 10.231.61.7/24",
                        "02:42:0a:e7:3d:07",
                        "default via 10.231.61.1 dev eth0",
                        "inet 10.231.62.");
        assertThat(text.indexOf("unshare(CLONE_NEWNET)"))
                .as("its namespace is made by a process of its own, and joined")
                .isLessThan(text.indexOf("RTM_NEWADDR"))
                .isPositive();
        assertThat(text.indexOf("setns(")).isGreaterThan(text.indexOf("RTM_NEWADDR"));
    }

    @Test
    void whoHasNoNetworkOfTheEnginesIsToldOfNone() {
        sampan().run("create", "--name", "told", "--network", "none", BUSYBOX, "true")
                .succeeds();
        assertThat(sampan().run("explain", "told").succeeds().out()).doesNotContain("RTM_", "rtnetlink");
        assertThat(sampan().run("explain", BUSYBOX).succeeds().out())
                .contains("RTM_NEWADDR <address>/24 dev eth0", "type veth master sampan-");
    }
}
