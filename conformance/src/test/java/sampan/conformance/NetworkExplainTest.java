package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

/** {@code network explain} and {@code network graph}: what they tell is what the kernel does. */
final class NetworkExplainTest extends EngineTest {
    @AfterEach
    void removeEverything() {
        sampan().run("ps", "-aq").line().lines().forEach(id -> sampan().run("rm", "-f", id));
        sampan().run("network", "prune", "-f");
    }

    /** A web server that listens by now. */
    private void serve(String name, String listen, String... flags) {
        var line = new java.util.ArrayList<>(java.util.List.of("run", "-d", "--name", name));
        line.addAll(java.util.List.of(flags));
        line.addAll(java.util.List.of(BUSYBOX, "httpd", "-f", "-p", listen));
        sampan().run(line.toArray(String[]::new)).succeeds();
        await().until(() -> sampan().run("exec", name, "netstat", "-ltn").out().contains(":80 "));
    }

    private String explain(String... operands) {
        var line = new java.util.ArrayList<>(java.util.List.of("network", "explain"));
        line.addAll(java.util.List.of(operands));
        return sampan().run(line.toArray(String[]::new)).succeeds().out();
    }

    @Test
    void thePathToAPublishedPortIsToldLinkByLinkAndRuleByRule() {
        serve("web", "80", "-p", "80");
        String place = sampan().run("port", "web", "80").line();
        String port = place.substring(place.lastIndexOf(':') + 1);
        String address = sampan().run("inspect", "-f", "{{.NetworkSettings.Networks.bridge.IPAddress}}", "web")
                .line();
        String told = explain("web", "80");
        assertThat(told)
                .startsWith("web, port 80/tcp\n")
                .contains("map @anywhere4", "-> now for " + address + ":80", "chain entering", "-> accept")
                .containsPattern("veth[0-9a-f]+ \\(veth, .*port of sampan-")
                .contains("eth0 (veth, " + address + "/24", "process httpd")
                .contains("Back: what the process answers", "ct direction reply accept")
                .contains("everybody else who reaches this host, at any IPv4 address of this host, port " + port);
        assertThat(explain("web")).contains("masquerade", "-> 80/tcp");
    }

    @Test
    void aPortThatIsNotPublishedEndsAtTheRuleThatDropsItAndIsTheNeighboursOnly() {
        sampan().run("network", "create", "other").succeeds();
        serve("web", "80");
        serve("stranger", "80", "--network", "other");
        assertThat(explain("web", "80"))
                .startsWith("web, port 80/tcp, which is not published\n")
                .containsPattern("drop +-> drop\n")
                .contains("it ends here", "containers of network other: no", "everybody else: no")
                .containsPattern("containers of network bridge, at [0-9.]+:80");
    }

    @Test
    void whoListensOnItsLoopbackOnlyIsTold() {
        serve("web", "127.0.0.1:80", "-p", "80");
        assertThat(explain("web", "80"))
                .contains("listens on 127.0.0.1:80", "only the container itself reaches that", "nobody else, as");
        assertThat(explain("web", "81")).contains("which is not published");
    }

    @Test
    void badInputIsRefusedInASentence() {
        assertThat(sampan().run("network", "explain", "nobody").err()).contains("No such container: nobody");
        sampan().run("create", "--name", "still", BUSYBOX).succeeds();
        assertThat(sampan().run("network", "explain", "still").err()).contains("container still is not running");
        sampan().run("run", "-d", "--name", "alone", "--network", "none", BUSYBOX, "sleep", "1000")
                .succeeds();
        assertThat(sampan().run("network", "explain", "alone", "80").err())
                .contains("container alone is on no network of Sampan's");
        assertThat(sampan().run("network", "explain", "alone", "80/icmp").err()).contains("invalid port (80/icmp)");
        assertThat(sampan().run("network", "explain", "alone", "65536").err()).contains("invalid port (65536)");
        assertThat(sampan().run("network", "explain", "--help").out()).contains("CONTAINER [PORT[/PROTO]]");
    }

    @Test
    void theGraphHasNetworksContainersAndPorts() throws Exception {
        sampan().run("network", "create", "--subnet", "10.231.31.0/24", "--internal", "back")
                .succeeds();
        serve("web", "80", "-p", "127.0.0.1::80");
        sampan().run("network", "connect", "back", "web").succeeds();
        sampan().run("create", "--name", "later", "--network", "back", BUSYBOX).succeeds();
        assertThat(sampan().run("network", "graph").succeeds().out())
                .containsPattern("(?s)back  bridge, 10\\.231\\.31\\.0/24, link sn-[0-9a-f]+, internal\n"
                        + "├─ later  \\(not running\\)\n└─ web  10\\.231\\.31\\.2\n")
                .containsPattern("└─ web  [0-9.]+\n   └─ 127\\.0\\.0\\.1:[0-9]+ -> 80/tcp\n");
        String picture = sampan().run("network", "graph", "--svg").succeeds().out();
        var svg = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(picture)))
                .getDocumentElement();
        assertThat(svg.getTagName()).isEqualTo("svg");
        assertThat(svg.getTextContent()).contains("web  10.231.31.2", "later  (not running)", "-> 80/tcp");
        assertThat(sampan().run("network", "graph", "x").code()).isNotZero();
    }
}
