package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code --network-rate} and {@code --network-burst}: filters of the kernel at both ends of a container's links. */
final class NetworkRateTest extends EngineTest {
    @AfterEach
    void remove() {
        sampan().run("ps", "-aq").line().lines().forEach(id -> sampan().run("rm", "-f", id));
        sampan().run("network", "prune", "-f");
    }

    /** The filters of this host's own ends of links, and of the container's. */
    private String filters(String container) {
        String pid = sampan().run("inspect", "-f", "{{.State.Pid}}", container).line();
        return tc("tc", "qdisc", "show") + tc("nsenter", "-n", "-t", pid, "tc", "qdisc", "show");
    }

    private static String tc(String... line) {
        return Sampan.finish(new byte[0], new ProcessBuilder(line)).succeeds().out();
    }

    private static long times(String text, String part) {
        return text.lines()
                .filter(line -> line.contains("qdisc tbf") && line.contains(part))
                .count();
    }

    @Test
    void bothWaysAreLimitedAndTheLimitChangesAndGoesWhileItRuns() {
        sampan().run("run", "-d", "--name", "slow", "--network-rate", "125000", BUSYBOX, "sleep", "1000")
                .succeeds();
        assertThat(times(filters("slow"), "rate 1Mbit burst 32Kb")).isEqualTo(2);
        assertThat(sampan().run("inspect", "-f", "{{.HostConfig.NetworkRate}}", "slow")
                        .line())
                .isEqualTo("125000");
        sampan().run("update", "--network-rate", "250000", "--network-burst", "64k", "slow")
                .succeeds();
        assertThat(times(filters("slow"), "rate 2Mbit burst 64Kb")).isEqualTo(2);
        sampan().run("network", "create", "more").succeeds();
        sampan().run("network", "connect", "more", "slow").succeeds();
        assertThat(times(filters("slow"), "rate 2Mbit")).isEqualTo(4);
        sampan().run("update", "--network-rate", "0", "slow").succeeds();
        assertThat(times(filters("slow"), "rate")).isZero();
    }

    @Test
    void noMoreComesThroughThanTheBurstAndTheRateAllow() {
        sampan().run(
                        "run",
                        "-d",
                        "--name",
                        "source",
                        "--network-rate",
                        "64k",
                        BUSYBOX,
                        "sh",
                        "-c",
                        "dd if=/dev/zero bs=1M count=8 2>/dev/null | nc -l -p 9; sleep 1000")
                .succeeds();
        String address = sampan().run("inspect", "-f", "{{.NetworkSettings.Networks.bridge.IPAddress}}", "source")
                .line();
        String got = sh("for i in $(seq 60); do n=$(timeout 5 nc " + address
                + " 9 </dev/null | wc -c); [ $n -gt 0 ] && break; sleep 1; done; echo $n");
        // In five seconds 320 KiB and the burst of 32: far less than the 8 MiB that wait; a slow machine gets less,
        // none
        // gets more.
        assertThat(Long.parseLong(got)).isBetween(1L, 2L << 20);
    }

    @Test
    void badInputIsRefused() {
        assertThat(sampan().run("run", "--rm", "--network-rate", "5", BUSYBOX, "true")
                        .err())
                .contains("invalid network rate: the least is 1k bytes a second");
        assertThat(sampan().run("run", "--rm", "--network-burst", "64k", BUSYBOX, "true")
                        .err())
                .contains("a network burst needs a network rate");
        assertThat(sampan().run("run", "--rm", "--network-rate", "1m", "--network-burst", "5", BUSYBOX, "true")
                        .err())
                .contains("invalid network burst: 2k to 1g bytes");
        assertThat(sampan().run("run", "--rm", "--network", "none", "--network-rate", "1m", BUSYBOX, "true")
                        .err())
                .contains("conflicting options: --network-rate and the network mode none");
        assertThat(sampan().run("run", "--rm", "--network-rate", "x", BUSYBOX, "true")
                        .err())
                .contains("invalid argument \"x\" for \"--network-rate\"");
        assertThat(sampan().run("run", "--help").out()).contains("--network-rate", "--network-burst");
    }
}
