package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bridge networks as people use them: on by default, made by name, apart from each other, with ports published. */
final class NetworkTest extends EngineTest {
    private static final String PAGE = "hello from the container";
    private static final String SERVE =
            "mkdir /www; echo " + PAGE + " > /www/index.html; httpd -p 80 -h /www; echo ready; sleep 1000";

    @AfterEach
    void removeEverything() {
        var all = sampan().run("ps", "-aq").line();
        if (!all.isEmpty()) {
            all.lines().forEach(id -> sampan().run("rm", "-f", "-v", id));
        }
        sampan().run("network", "prune", "-f");
    }

    /** What a server says to a container, or nothing where none answers. */
    private String ask(String address, int port, String... network) {
        return ask(60, address, port, network);
    }

    /** The same for what nobody may answer: packets that are dropped take all the seconds. */
    private String knock(String address, int port, String... network) {
        return ask(2, address, port, network);
    }

    private String ask(int seconds, String address, int port, String... network) {
        var line = new java.util.ArrayList<>(java.util.List.of("run", "--rm"));
        line.addAll(java.util.List.of(network));
        line.addAll(java.util.List.of(
                "localhost/busybox",
                "sh",
                "-c",
                "printf 'GET / HTTP/1.0\r\n\r\n' | nc -w " + seconds + " " + address + " " + port + " 2>&1 | tail -1"));
        return sampan().run(line.toArray(String[]::new)).line();
    }

    /** A container with a web server, which answers by now. */
    private void serve(String name, String... flags) {
        var line = new java.util.ArrayList<>(java.util.List.of("run", "-d", "--name", name));
        line.addAll(java.util.List.of(flags));
        line.addAll(java.util.List.of("localhost/busybox", "sh", "-c", SERVE));
        sampan().run(line.toArray(String[]::new)).succeeds();
        await().until(() -> sampan().run("logs", name).out().contains("ready"));
    }

    private String addressOf(String container, String network) {
        return sampan().run(
                        "inspect",
                        "-f",
                        "{{(index .NetworkSettings.Networks \"" + network + "\").IPAddress}}",
                        container)
                .succeeds()
                .line();
    }

    private static String get(InetAddress address, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 60_000);
            socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The port of the host that leads to port 80. */
    private int portOf(String container) {
        String place = sampan().run("port", container, "80").succeeds().line();
        return Integer.parseInt(place.substring(place.lastIndexOf(':') + 1));
    }

    @Test
    void aContainerHasAnAddressAndAWayOutByDefault() {
        String out = sampan().run(
                        "run",
                        "--rm",
                        "localhost/busybox",
                        "sh",
                        "-c",
                        "ip -4 addr show eth0; ip route; cat /etc/hosts")
                .succeeds()
                .out();
        assertThat(out)
                .containsPattern("inet [0-9.]+/24")
                .contains("default via ")
                .containsPattern("[0-9.]+\t[0-9a-f]{12}\n");
    }

    @Test
    void theThreeNetworksOfTheBeginningAreThereAndStay() {
        assertThat(sampan().run("network", "ls", "--format", "{{.Name}} {{.Driver}} {{.Scope}}")
                        .out())
                .contains("bridge bridge local\n", "host host local\n", "none null local\n");
        assertThat(sampan().run("network", "rm", "bridge").err())
                .contains("bridge is a pre-defined network and cannot be removed");
        assertThat(sampan().run("network", "inspect", "-f", "{{.Driver}} {{len .IPAM.Config}}", "bridge")
                        .line())
                .isEqualTo("bridge 1");
        assertThat(sampan().run("network", "inspect", "nowhere").err()).contains("network nowhere not found");
    }

    @Test
    void aNetworkIsMadeWithWhatWasAskedForAndGoesWhenNobodyIsOnIt() {
        sampan().run(
                        "network",
                        "create",
                        "--subnet",
                        "10.231.7.0/26",
                        "--gateway",
                        "10.231.7.9",
                        "--label",
                        "a=b",
                        "lab")
                .succeeds();
        assertThat(sampan().run("network", "create", "lab").err()).contains("network with name lab already exists");
        assertThat(sampan().run("network", "create", "--subnet", "10.231.7.32/27", "other")
                        .err())
                .contains("Pool overlaps with other one on this address space");
        sampan().run(
                        "run",
                        "-d",
                        "--name",
                        "in",
                        "--network",
                        "lab",
                        "--ip",
                        "10.231.7.20",
                        "localhost/busybox",
                        "sleep",
                        "1000")
                .succeeds();
        assertThat(addressOf("in", "lab")).isEqualTo("10.231.7.20");
        assertThat(sampan().run("exec", "in", "ip", "route").out()).contains("default via 10.231.7.9 dev eth0");
        assertThat(sampan().run("run", "--rm", "--network", "lab", "--ip", "10.231.7.20", "localhost/busybox", "true")
                        .err())
                .contains("Address already in use");
        assertThat(sampan().run("network", "rm", "lab").err()).contains("has active endpoints");
        sampan().run("rm", "-f", "in").succeeds();
        assertThat(sampan().run("network", "rm", "lab").succeeds().line()).isEqualTo("lab");
    }

    @Test
    void anAddressIsNeverLostHoweverOftenContainersComeAndGo() {
        sampan().run("network", "create", "--subnet", "10.231.8.0/29", "tiny").succeeds();
        for (int i = 0; i < 12; i++) { // there are five
            sampan().run("run", "--rm", "--network", "tiny", "localhost/busybox", "true")
                    .succeeds();
        }
        assertThat(sampan().run("run", "--rm", "--network", "tiny", "localhost/busybox", "nosuchprogram")
                        .code())
                .isEqualTo(127);
        for (int i = 0; i < 5; i++) {
            sampan().run("run", "-d", "--network", "tiny", "localhost/busybox", "sleep", "1000")
                    .succeeds();
        }
        assertThat(sampan().run("run", "--rm", "--network", "tiny", "localhost/busybox", "true")
                        .err())
                .contains("no available IPv4 addresses on this network's address pools: tiny");
    }

    @Test
    void containersOfOneNetworkReachEachOtherAndThoseOfAnotherDoNot() {
        sampan().run("network", "create", "one").succeeds();
        sampan().run("network", "create", "two").succeeds();
        serve("web", "--network", "one");
        String address = addressOf("web", "one");
        assertThat(ask(address, 80, "--network", "one")).isEqualTo(PAGE);
        assertThat(knock(address, 80, "--network", "two")).isNotEqualTo(PAGE);
        assertThat(knock(address, 80)).isNotEqualTo(PAGE);
    }

    @Test
    void aPublishedPortIsReachedFromTheLoopbackFromOtherNetworksAndFromTheSame() throws IOException {
        serve("web", "-p", "80");
        int port = portOf("web");
        assertThat(get(InetAddress.getLoopbackAddress(), port)).contains(PAGE);
        String gateway = sampan().run("network", "inspect", "-f", "{{(index .IPAM.Config 0).Gateway}}", "bridge")
                .line();
        assertThat(ask(gateway, port)).isEqualTo(PAGE);
        sampan().run("network", "create", "two").succeeds();
        assertThat(ask(gateway, port, "--network", "two")).isEqualTo(PAGE);
        assertThat(sampan().run("ps", "--format", "{{.Ports}}").line()).isEqualTo("0.0.0.0:" + port + "->80/tcp");
    }

    @Test
    void aPortThatSomebodyHasIsRefusedBeforeAnythingStarts() throws IOException {
        serve("web", "-p", "80");
        int port = portOf("web");
        assertThat(sampan().run("run", "--rm", "-p", port + ":80", "localhost/busybox", "true")
                        .err())
                .contains("Bind for 0.0.0.0:" + port + " failed: port is already allocated");
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThat(sampan().run("run", "--rm", "-p", taken.getLocalPort() + ":80", "localhost/busybox", "true")
                            .err())
                    .contains("failed to bind host port for 0.0.0.0:" + taken.getLocalPort())
                    .contains("address already in use");
        }
        sampan().run("rm", "-f", "web").succeeds();
        sampan().run("run", "--rm", "-p", port + ":80", "localhost/busybox", "true")
                .succeeds();
    }

    /** CVE-2021-4024, CVE-2025-9074: what the host listens on is not a container's, unless it asked for the host. */
    @Test
    void theHostsOwnServicesAreReachedByThoseWhoAskedForTheHostOnly() throws IOException {
        String gateway = sampan().run("network", "inspect", "-f", "{{(index .IPAM.Config 0).Gateway}}", "bridge")
                .line();
        try (ServerSocket service = new ServerSocket(0)) {
            Thread.ofVirtual().start(() -> greet(service));
            assertThat(knock(gateway, service.getLocalPort())).isNotEqualTo(PAGE);
            assertThat(ask(gateway, service.getLocalPort(), "--add-host", "host:host-gateway"))
                    .isEqualTo(PAGE);
        }
    }

    private static void greet(ServerSocket service) {
        while (!service.isClosed()) {
            try (Socket caller = service.accept()) {
                caller.getOutputStream().write((PAGE + "\n").getBytes(StandardCharsets.UTF_8));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** Nor does anybody believe a router that announces itself. ({@link NetworkAttackTest} tries.) */
    @Test
    void aContainerOfANetworkOfIPv4SpeaksNoIPv6() {
        assertThat(sampan().run(
                                "run",
                                "--rm",
                                "localhost/busybox",
                                "cat",
                                "/proc/sys/net/ipv6/conf/eth0/disable_ipv6",
                                "/proc/sys/net/ipv6/conf/eth0/accept_ra",
                                "/proc/net/if_inet6")
                        .out())
                .startsWith("1\n0\n")
                .doesNotContain("eth0");
    }

    @Test
    void aContainerComesOntoANetworkAndOffItWhileItRuns() {
        sampan().run("network", "create", "late").succeeds();
        serve("web");
        sampan().run("network", "connect", "late", "web").succeeds();
        assertThat(ask(addressOf("web", "late"), 80, "--network", "late")).isEqualTo(PAGE);
        assertThat(sampan().run("exec", "web", "ip", "-4", "addr").out()).contains("eth0", "eth1");
        sampan().run("network", "disconnect", "bridge", "web").succeeds();
        assertThat(sampan().run("exec", "web", "ip", "route").out())
                .contains("default via")
                .doesNotContain("eth0");
        assertThat(sampan().run("network", "disconnect", "bridge", "web").err())
                .contains("is not connected to network bridge");
    }

    @Test
    void aPublishedPortAndAnAddressOutliveTheEngine() throws IOException {
        serve("web", "-p", "80");
        int port = portOf("web");
        String address = addressOf("web", "bridge");
        sampan().killEngine();
        assertThat(get(InetAddress.getLoopbackAddress(), port)).contains(PAGE);
        assertThat(addressOf("web", "bridge")).isEqualTo(address);
        assertThat(portOf("web")).isEqualTo(port);
        assertThat(get(InetAddress.getLoopbackAddress(), port)).contains(PAGE);
        assertThat(sampan().run("run", "--rm", "-p", port + ":80", "localhost/busybox", "true")
                        .err())
                .contains("port is already allocated");
    }

    @Test
    void aNetworkThatIsInternalLeadsNowhere() {
        sampan().run("network", "create", "--internal", "inside").succeeds();
        assertThat(sampan().run("run", "--rm", "--network", "inside", "localhost/busybox", "ip", "route")
                        .out())
                .doesNotContain("default");
    }
}
