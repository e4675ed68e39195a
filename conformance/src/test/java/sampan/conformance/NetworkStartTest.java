package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What starts find ready on a network: nobody gets what another has, and what is ready is never in the way. */
final class NetworkStartTest extends EngineTest {
    @AfterEach
    void removeNetworks() {
        sampan().run("ps", "-aq").line().lines().forEach(id -> sampan().run("rm", "-f", id));
        sampan().run("network", "prune", "-f");
    }

    private List<String> addresses(int containers, String network) throws InterruptedException {
        var found = new ConcurrentLinkedQueue<String>();
        List<Thread> starts = IntStream.range(0, containers)
                .mapToObj(_ -> Thread.ofVirtual().start(() -> found.add(address(network))))
                .toList();
        for (Thread start : starts) {
            start.join();
        }
        return List.copyOf(found);
    }

    private String address(String network) {
        String id = sampan().run("run", "-d", "--network", network, BUSYBOX, "sleep", "1000")
                .succeeds()
                .line();
        String shown = sampan().run("exec", id, "sh", "-c", "ip -4 -o addr show eth0 | awk '{print $4}'; ip route")
                .succeeds()
                .out();
        assertThat(shown).contains("default via ");
        return shown.lines().findFirst().orElseThrow();
    }

    @Test
    void containersThatStartAtOnceHaveAnAddressEach() throws InterruptedException {
        sampan().run("network", "create", "--subnet", "10.231.20.0/24", "crowd").succeeds();
        assertThat(addresses(12, "crowd"))
                .hasSize(12)
                .doesNotHaveDuplicates()
                .allMatch(address -> address.startsWith("10.231.20."));
    }

    @Test
    void anAddressThatIsSetAsideIsStillToBeHad() {
        sampan().run("network", "create", "--subnet", "10.231.21.0/24", "wide").succeeds();
        sh("true", "--network", "wide"); // from now on some are ready
        List<String> wanted = Stream.of(3, 4, 5, 6, 7, 8, 9, 10, 11, 12)
                .map(last -> "10.231.21." + last)
                .toList();
        for (String address : wanted) {
            assertThat(sh("ip -4 -o addr show eth0", "--network", "wide", "--ip", address))
                    .contains(address + "/24");
        }
        assertThat(sampan().run("network", "rm", "wide").succeeds().line()).isEqualTo("wide");
    }

    @Test
    void aBridgeThatSomebodyTookAwayIsThereAgainForTheNextContainer() {
        sampan().run(
                        "network",
                        "create",
                        "--subnet",
                        "10.231.22.0/24",
                        "-o",
                        "com.docker.network.bridge.name=sntest22",
                        "taken")
                .succeeds();
        sh("true", "--network", "taken");
        Sampan.finish(new byte[0], new ProcessBuilder("ip", "link", "delete", "sntest22"))
                .succeeds();
        assertThat(sh("ping -c 1 -W 30 10.231.22.1 | tail -2", "--network", "taken"))
                .contains("1 packets received");
    }
}
