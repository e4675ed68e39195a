package sampan.kernel.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sampan.kernel.DescriptorLeaks;
import sampan.kernel.Fd;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.process.Credentials;

/** On the running kernel: bridges without ports, one of them into a namespace of the test's own; ip(8) is the oracle. */
@ExtendWith(DescriptorLeaks.class)
class RouteSocketTest {
    private static final HardwareAddress HERE = HardwareAddress.parse("02:00:5e:00:53:01");
    private static final HardwareAddress THERE = HardwareAddress.parse("02:00:5e:00:53:02");

    private final String name = "t" + ProcessHandle.current().pid();
    private RouteSocket socket;
    private Links links;
    private Addresses addresses;
    private Routes routes;

    @BeforeEach
    void open() throws IOException {
        assumeTrue(Credentials.effectiveUid() == 0 && Files.isExecutable(Path.of("/usr/sbin/ip")));
        socket = RouteSocket.open();
        links = new Links(socket);
        addresses = new Addresses(socket);
        routes = new Routes(socket);
    }

    @AfterEach
    void clear() throws IOException {
        if (socket != null) {
            for (Link link : links.list()) {
                if (link.name().startsWith(name)) {
                    links.delete(link.index());
                }
            }
            socket.close();
        }
    }

    @Test
    void aBridgeWithAPortIsAsIpShowsIt() throws Exception {
        links.create(NewLink.of(name + "b", new LinkKind.Bridge()).address(HERE));
        int bridge = index("b");
        try (Fd here = Open.open(Path.of("/proc/self/ns/net"), OpenFlags.O_RDONLY)) {
            links.create(NewLink.of(name + "d", new LinkKind.Veth(name + "e", THERE, 1500, here)));
        }
        links.master(index("d"), bridge);
        links.mtu(bridge, 1400);
        links.up(bridge);

        assertThat(run("ip", "-d", "link", "show", name + "b"))
                .contains(",UP", "mtu 1400", "link/ether " + HERE, "bridge forward_delay");
        assertThat(run("ip", "link", "show", name + "d")).contains("master " + name + "b");
        Link port = links.find(index("d")).orElseThrow();
        assertThat(port.kind()).isEqualTo("veth");
        assertThat(port.master()).isEqualTo(bridge);
        assertThat(links.find(name + "b"))
                .contains(new Link(bridge, name + "b", "bridge", true, 1400, 0, 0, Optional.of(HERE)));
        links.down(bridge);
        assertThat(links.find(bridge).orElseThrow().up()).isFalse();
    }

    @Test
    void theOtherEndOfAVethIsBornInItsNamespace() throws Exception {
        Process container = new ProcessBuilder("unshare", "-n", "sh", "-c", "echo ready; exec sleep 100").start();
        try {
            assertThat(container.inputReader().readLine()).isEqualTo("ready");
            String pid = Long.toString(container.pid());
            try (Fd namespace = Open.open(Path.of("/proc", pid, "ns/net"), OpenFlags.O_RDONLY)) {
                links.create(NewLink.of(name + "v", new LinkKind.Veth("eth0", THERE, 1300, namespace))
                        .address(HERE));
            }
            Link end = links.find(name + "v").orElseThrow();

            assertThat(end.kind()).isEqualTo("veth");
            assertThat(end.address()).contains(HERE);
            assertThat(run("nsenter", "-t", pid, "-n", "ip", "link", "show", "eth0"))
                    .contains("mtu 1300", "link/ether " + THERE)
                    .startsWith(end.peer() + ": eth0");
            assertThat(links.delete(end.index())).isTrue();
            assertThat(links.delete(end.index())).isFalse();
            assertThat(run("nsenter", "-t", pid, "-n", "ip", "link")).doesNotContain("eth0");
        } finally {
            container.destroyForcibly().waitFor();
        }
    }

    @Test
    void addressesAndRoutesComeAndGo() throws Exception {
        links.create(NewLink.of(name + "d", new LinkKind.Bridge()));
        int link = index("d");
        links.up(link);
        Prefix four = new Prefix(InetAddress.getByName("192.0.2.9"), 24);
        Prefix six = new Prefix(InetAddress.getByName("2001:db8::9"), 64);
        addresses.add(link, four);
        addresses.add(link, six);
        Routes.Route route = new Routes.Route(
                new Prefix(InetAddress.getByName("198.51.100.0"), 24),
                Optional.of(InetAddress.getByName("192.0.2.1")),
                link);
        routes.add(route);

        assertThat(addresses.list()).contains(new Addresses.Assigned(link, four), new Addresses.Assigned(link, six));
        assertThat(run("ip", "addr", "show", name + "d"))
                .contains("inet 192.0.2.9/24 brd 192.0.2.255", "2001:db8::9/64");
        assertThat(run("ip", "route", "show", "198.51.100.0/24")).contains("via 192.0.2.1 dev " + name + "d");
        assertThat(routes.list()).contains(route);
        assertThat(routes.delete(route)).isTrue();
        assertThat(routes.delete(route)).isFalse();
        assertThat(addresses.delete(link, four)).isTrue();
        assertThat(addresses.delete(link, four)).isFalse();
    }

    @Test
    void aRefusalNamesWhatWasAskedAndTheKernelsReason() throws Exception {
        links.create(NewLink.of(name + "d", new LinkKind.Bridge()));

        assertThatThrownBy(() -> links.create(NewLink.of(name + "d", new LinkKind.Bridge())))
                .isInstanceOfSatisfying(
                        NetlinkException.class,
                        refused -> assertThat(refused.errno()).isEqualTo(17))
                .hasMessage("RTM_NEWLINK " + name + "d type bridge = EEXIST");
        assertThatThrownBy(() -> links.mtu(index("d"), 10))
                .hasMessageMatching("RTM_NEWLINK \\d+ mtu 10 = EINVAL \\(mtu less than device minimum\\)");
        assertThatThrownBy(() -> links.create(NewLink.of("x".repeat(16), new LinkKind.Bridge())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(links.find("nosuchlink")).isEmpty();
        assertThat(links.find(999_999)).isEmpty();
    }

    @Test
    void everyLinkIsListedWhateverTheirNumber() throws Exception {
        for (int i = 0; i < 120; i++) {
            links.create(NewLink.of(name + "." + i, new LinkKind.Bridge()));
        }

        assertThat(links.list().stream().filter(link -> link.name().startsWith(name + ".")))
                .hasSize(120);
    }

    private int index(String suffix) throws IOException {
        return links.find(name + suffix).orElseThrow().index();
    }

    private static String run(String... command) throws Exception {
        Process process =
                new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return out;
    }
}
