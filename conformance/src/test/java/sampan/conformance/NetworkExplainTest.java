package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
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
        var line = new ArrayList<>(List.of("run", "-d", "--name", name));
        line.addAll(List.of(flags));
        line.addAll(List.of(BUSYBOX, "httpd", "-f", "-p", listen));
        sampan().run(line.toArray(String[]::new)).succeeds();
        await().until(() -> sampan().run("exec", name, "netstat", "-ltn").out().contains(":80 "));
    }

    private String explain(String... operands) {
        var line = new ArrayList<>(List.of("network", "explain"));
        line.addAll(List.of(operands));
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
        List<Place> networks = rectangles(svg, "card");
        List<Place> containers = new ArrayList<>(rectangles(svg, "box"));
        containers.addAll(rectangles(svg, "idle"));
        List<Place> ports = rectangles(svg, "port");
        assertThat(List.of(containers.size(), ports.size())).containsExactly(3, 1);
        for (List<Place> kind : List.of(networks, containers, ports)) {
            assertThat(kind)
                    .noneMatch(one -> kind.stream().anyMatch(other -> !other.equals(one) && other.touches(one)));
        }
        assertThat(containers).allMatch(one -> networks.stream().anyMatch(card -> card.holds(one)));
        assertThat(networks).allMatch(new Place(0, 0, width(svg), height(svg))::holds);
        Matcher wire = Pattern.compile("M(\\d+) (\\d+) H(\\d+)").matcher(wire(svg));
        assertThat(wire.matches()).isTrue();
        int y = number(wire, 2);
        assertThat(ports.getFirst().holds(new Place(number(wire, 1), y, 0, 0))).isTrue();
        assertThat(containers).anyMatch(one -> one.holds(new Place(number(wire, 3), y, 0, 0)));
    }

    /** Of a rectangle, in pixels of the picture. */
    private record Place(int x, int y, int width, int height) {
        boolean holds(Place other) {
            return x <= other.x
                    && y <= other.y
                    && other.x + other.width <= x + width
                    && other.y + other.height <= y + height;
        }

        boolean touches(Place other) {
            return x < other.x + other.width
                    && other.x < x + width
                    && y < other.y + other.height
                    && other.y < y + height;
        }
    }

    private static int number(Matcher match, int group) {
        return Integer.parseInt(match.group(group));
    }

    private static int width(Element element) {
        return Integer.parseInt(element.getAttribute("width"));
    }

    private static int height(Element element) {
        return Integer.parseInt(element.getAttribute("height"));
    }

    private static String wire(Element svg) {
        return ((Element) svg.getElementsByTagName("path").item(0)).getAttribute("d");
    }

    private static List<Place> rectangles(Element svg, String kind) {
        var all = svg.getElementsByTagName("rect");
        return IntStream.range(0, all.getLength())
                .mapToObj(all::item)
                .map(Element.class::cast)
                .filter(one -> one.getAttribute("class").equals(kind))
                .map(one -> new Place(
                        Integer.parseInt(one.getAttribute("x")),
                        Integer.parseInt(one.getAttribute("y")),
                        width(one),
                        height(one)))
                .toList();
    }
}
