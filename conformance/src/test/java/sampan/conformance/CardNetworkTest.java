package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Networks of the drivers macvlan and ipvlan: a card of its own for each container, on a card of the host. */
final class CardNetworkTest extends EngineTest {
    private static final String PARENT = "sntestcard";

    @BeforeEach
    void makeParent() {
        host("ip", "link", "add", PARENT, "type", "veth", "peer", "name", PARENT + "o")
                .succeeds();
        host("ip", "link", "set", PARENT, "up").succeeds();
        host("ip", "link", "set", PARENT + "o", "up").succeeds();
    }

    @AfterEach
    void removeEverything() {
        sampan().run("ps", "-aq").line().lines().forEach(id -> sampan().run("rm", "-f", id));
        sampan().run("network", "prune", "-f");
        host("ip", "link", "delete", PARENT);
    }

    private static Sampan.Result host(String... line) {
        return Sampan.finish(new byte[0], new ProcessBuilder(line));
    }

    private Sampan.Result create(String name, String subnet, String... more) {
        List<String> line = new ArrayList<>(List.of("network", "create", "--subnet", subnet));
        line.addAll(List.of(more));
        line.add(name);
        return sampan().run(line.toArray(String[]::new));
    }

    /** Whether this kernel has such links; where it has not, the refusal is a sentence, and that is all there is to test. */
    private static boolean isMissing(Sampan.Result made, String kind) {
        if (made.code() == 0) {
            return false;
        }
        assertThat(made.err()).contains("this kernel has no " + kind + " links");
        System.out.println("not tested, as this kernel lacks it: " + kind);
        return true;
    }

    private String ping(String network, String address, int seconds) {
        return sh("ping -c 1 -W " + seconds + " " + address + " | tail -2; true", "--network", network);
    }

    @Test
    void containersOfAMacvlanNetworkHaveCardsOnTheParentAndReachEachOther() {
        Sampan.Result made = create("mac", "10.231.41.0/24", "-d", "macvlan", "-o", "parent=" + PARENT);
        if (isMissing(made, "macvlan")) {
            return;
        }
        sampan().run("run", "-d", "--name", "one", "--network", "mac", "--ip", "10.231.41.9", BUSYBOX, "sleep", "1000")
                .succeeds();
        assertThat(sampan().run("exec", "one", "sh", "-c", "ip -4 -o addr show eth0; ip route")
                        .out())
                .contains("10.231.41.9/24", "default via 10.231.41.1 dev eth0");
        assertThat(ping("mac", "10.231.41.9", 30)).contains("1 packets received");
        assertThat(sampan().run("network", "inspect", "-f", "{{.Driver}} {{.Options.parent}}", "mac")
                        .line())
                .isEqualTo("macvlan " + PARENT);
        assertThat(host("ip", "link").out()).doesNotContain("eth0@" + PARENT);
        sampan().run("network", "disconnect", "mac", "one").succeeds();
        assertThat(sampan().run("exec", "one", "ip", "link").out()).doesNotContain("eth0");
        sampan().run("network", "connect", "mac", "one").succeeds();
        assertThat(sampan().run("exec", "one", "ip", "link").out()).contains("eth0");
    }

    @Test
    void privateCardsDoNotReachEachOther() {
        Sampan.Result made = create(
                "apart", "10.231.42.0/24", "-d", "macvlan", "-o", "parent=" + PARENT, "-o", "macvlan_mode=private");
        if (isMissing(made, "macvlan")) {
            return;
        }
        sampan().run("run", "-d", "--network", "apart", "--ip", "10.231.42.9", BUSYBOX, "sleep", "1000")
                .succeeds();
        assertThat(ping("apart", "10.231.42.9", 2)).contains("0 packets received");
    }

    @Test
    void anInternalNetworkHasNoWayOutAndACardOutlivesTheEngine() {
        Sampan.Result made = create("inner", "10.231.43.0/24", "-d", "macvlan", "--internal", "-o", "parent=" + PARENT);
        if (isMissing(made, "macvlan")) {
            return;
        }
        sampan().run("run", "-d", "--name", "one", "--network", "inner", BUSYBOX, "sleep", "1000")
                .succeeds();
        assertThat(sampan().run("exec", "one", "ip", "route").out())
                .contains("10.231.43.0/24")
                .doesNotContain("default");
        sampan().killEngine();
        assertThat(sampan().run("exec", "one", "ip", "-4", "addr").out()).contains("eth0");
        assertThat(sampan().run("network", "rm", "inner").err()).contains("has active endpoints");
    }

    @Test
    void ipvlanSharesTheParentsAddressOrIsRefusedInASentence() {
        Sampan.Result made =
                create("ipv", "10.231.44.0/24", "-d", "ipvlan", "-o", "parent=" + PARENT, "-o", "ipvlan_mode=l3");
        if (isMissing(made, "ipvlan")) {
            return;
        }
        assertThat(sh("ip route", "--network", "ipv")).contains("default dev eth0");
    }

    @Test
    void aNumberedPartOfACardIsMadeAndGoesWithTheNetwork() {
        Sampan.Result made = create("tagged", "10.231.45.0/24", "-d", "macvlan", "-o", "parent=" + PARENT + ".10");
        if (isMissing(made, "vlan_8021q")) {
            return;
        }
        assertThat(host("ip", "-d", "link", "show", PARENT + ".10").out()).contains("vlan", "id 10");
        sh("true", "--network", "tagged");
        sampan().run("network", "rm", "tagged").succeeds();
        assertThat(host("ip", "link", "show", PARENT + ".10").code()).isNotZero();
    }

    @Test
    void wrongOptionsAreRefusedInDockersSentences() {
        assertThat(create("bad", "10.231.46.0/24", "-d", "macvlan", "-o", "parent=" + PARENT, "-o", "macvlan_mode=x")
                        .err())
                .contains("requested macvlan mode 'x' is not valid, 'bridge' mode is the macvlan driver default");
        assertThat(create("bad", "10.231.46.0/24", "-d", "ipvlan", "-o", "ipvlan_mode=x")
                        .err())
                .contains("requested ipvlan mode 'x' is not valid, 'l2' mode is the ipvlan driver default");
        assertThat(create("bad", "10.231.46.0/24", "-d", "macvlan", "-o", "parent=nosuchcard")
                        .err())
                .contains("the requested parent interface nosuchcard was not found on the host");
        assertThat(create("bad", "10.231.46.0/24", "-d", "macvlan", "-o", "parent=" + PARENT + ".9999")
                        .err())
                .contains("vlan id must be between 1-4094, received: 9999");
        assertThat(create("bad", "10.231.46.0/24", "-d", "macvlan", "-o", "parent=lo")
                        .err())
                .contains("loopback interface is not a valid macvlan parent link");
        create("first", "10.231.46.0/24", "-d", "macvlan", "-o", "parent=" + PARENT)
                .succeeds();
        assertThat(create("second", "10.231.47.0/24", "-d", "macvlan", "-o", "parent=" + PARENT)
                        .err())
                .contains("network first is already using parent interface " + PARENT);
        assertThat(sampan().run("network", "ls", "--format", "{{.Name}}").out()).doesNotContain("bad", "second");
    }
}
