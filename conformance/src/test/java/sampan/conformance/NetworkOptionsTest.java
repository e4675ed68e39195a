package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static sampan.conformance.Patience.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the flags of a container's network and of {@code network create} change, as seen from inside. */
final class NetworkOptionsTest extends EngineTest {
    @AfterEach
    void removeEverything() {
        String all = sampan().run("ps", "-aq").line();
        all.lines().filter(id -> !id.isEmpty()).forEach(id -> sampan().run("rm", "-f", id));
        sampan().run("network", "prune", "-f");
    }

    private Sampan.Result create(String... flags) {
        List<String> line = new ArrayList<>(List.of("network", "create"));
        line.addAll(List.of(flags));
        line.add("lab");
        return sampan().run(line.toArray(String[]::new));
    }

    private String own(String... flags) {
        return sh("ip -4 -o addr show eth0 | grep -o 'inet [0-9.]*'", flags).substring("inet ".length());
    }

    private String hold(String... flags) {
        List<String> line = new ArrayList<>(List.of("run", "-d", "--network", "lab"));
        line.addAll(List.of(flags));
        line.addAll(List.of(BUSYBOX, "sleep", "1000"));
        String id = sampan().run(line.toArray(String[]::new)).succeeds().line();
        return sampan().run("inspect", "-f", "{{.NetworkSettings.Networks.lab.IPAddress}}", id)
                .line();
    }

    @Test
    void addressesOfBothFamiliesAreThoseThatWereAskedFor() {
        assumeThat(Files.exists(Path.of("/proc/sys/net/ipv6"))).isTrue();
        create("--ipv6", "--subnet", "10.231.71.0/24", "--subnet", "fd00:71::/64")
                .succeeds();
        assertThat(hold("--name", "web", "--ip", "10.231.71.70", "--ip6", "fd00:71::70"))
                .isEqualTo("10.231.71.70");
        assertThat(sampan().run("exec", "web", "ip", "-6", "-o", "addr", "show", "eth0")
                        .out())
                .contains("inet6 fd00:71::70/64 ");
        assertThat(sampan().run("inspect", "-f", "{{.NetworkSettings.Networks.lab.GlobalIPv6Address}}", "web")
                        .line())
                .isEqualTo("fd00:71::70");
        for (String address : List.of("10.231.71.70", "fd00:71::70", "web")) {
            assertThat(sh("ping -c 1 -W 30 " + address, "--network", "lab"))
                    .as(address)
                    .contains("1 packets received");
        }
        assertThat(inContainer("true", "--network", "lab", "--ip6", "fd00:71::70")
                        .err())
                .contains("Address already in use");
        assertThat(inContainer("true", "--network", "lab", "--ip6", "fd00:72::70")
                        .err())
                .contains("no configured subnet contains IP address fd00:72::70");
    }

    @Test
    void theHardwareAddressIsTheOneThatWasAskedFor() {
        create("--subnet", "10.231.71.0/24").succeeds();
        String look = "cat /sys/class/net/eth0/address";
        assertThat(sh(look, "--mac-address", "02:11:22:33:44:55")).isEqualTo("02:11:22:33:44:55");
        assertThat(sh(look, "--network", "name=lab,mac-address=02:11:22:33:44:66"))
                .isEqualTo("02:11:22:33:44:66");
        hold("--name", "web", "--mac-address", "02:11:22:33:44:77", "--ip", "10.231.71.70");
        assertThat(sh("ping -c 1 -W 30 10.231.71.70 > /dev/null; grep 10.231.71.70 /proc/net/arp", "--network", "lab"))
                .contains(" 02:11:22:33:44:77 ");
        assertThat(sampan().run("inspect", "-f", "{{.NetworkSettings.Networks.lab.MacAddress}}", "web")
                        .line())
                .isEqualTo("02:11:22:33:44:77");
    }

    @Test
    void packetsAreNoLongerThanTheNetworkSays() {
        create(
                        "--subnet",
                        "10.231.71.0/24",
                        "-o",
                        "com.docker.network.driver.mtu=1300",
                        "-o",
                        "com.docker.network.bridge.name=narrow")
                .succeeds();
        assertThat(sh("cat /sys/class/net/eth0/mtu; ping -c 1 -W 30 -s 1272 10.231.71.1", "--network", "lab"))
                .startsWith("1300\n")
                .contains("1 packets received");
        hold("--name", "web");
        assertThat(Path.of("/sys/class/net/narrow/mtu")).content().isEqualTo("1300\n");
        sampan().run("run", "-d", "--name", "late", BUSYBOX, "sleep", "1000").succeeds();
        sampan().run("network", "connect", "lab", "late").succeeds();
        assertThat(sampan().run("exec", "late", "cat", "/sys/class/net/eth1/mtu")
                        .line())
                .isEqualTo("1300");
        assertThat(sampan().run("network", "create", "-o", "com.docker.network.driver.mtu=67", "small")
                        .err())
                .contains("invalid value for com.docker.network.driver.mtu: \"67\"");
    }

    @Test
    void whatIsSetAsideIsNobodys() {
        create(
                        "--subnet",
                        "10.231.71.0/29",
                        "--aux-address",
                        "router=10.231.71.2",
                        "--aux-address",
                        "printer=10.231.71.4")
                .succeeds();
        assertThat(List.of(hold(), hold(), hold())).containsExactly("10.231.71.3", "10.231.71.5", "10.231.71.6");
        assertThat(inContainer("true", "--network", "lab").err()).contains("no available IPv4 addresses");
        assertThat(inContainer("true", "--network", "lab", "--ip", "10.231.71.4")
                        .err())
                .contains("Address already in use");
        assertThat(sampan().run("network", "inspect", "-f", "{{json (index .IPAM.Config 0).AuxiliaryAddresses}}", "lab")
                        .line())
                .isEqualTo("{\"printer\":\"10.231.71.4\",\"router\":\"10.231.71.2\"}");
    }

    @Test
    void addressesAreGivenFromTheRangeAndMayBeAskedForBeyondIt() {
        create("--subnet", "10.231.71.0/24", "--ip-range", "10.231.71.128/30").succeeds();
        assertThat(List.of(hold(), hold(), hold(), hold()))
                .containsExactly("10.231.71.128", "10.231.71.129", "10.231.71.130", "10.231.71.131");
        assertThat(inContainer("true", "--network", "lab").err()).contains("no available IPv4 addresses");
        assertThat(own("--network", "lab", "--ip", "10.231.71.70")).isEqualTo("10.231.71.70");
        assertThat(sampan().run(
                                "network",
                                "create",
                                "--subnet",
                                "10.231.72.0/24",
                                "--ip-range",
                                "10.231.73.0/28",
                                "off")
                        .code())
                .isEqualTo(1);
    }

    @Test
    void aContainerHasItsNameInAllPlacesAndTheHostHasOne() {
        String out = sh(
                "hostname; cat /etc/hostname; grep box /etc/hosts; ping -c 1 -W 30 box | grep -c '1 packets received'; grep outside /etc/hosts; ip route | head -n 1",
                "--hostname",
                "box",
                "--add-host",
                "outside:host-gateway");
        String gateway = sampan().run("network", "inspect", "-f", "{{(index .IPAM.Config 0).Gateway}}", "bridge")
                .line();
        assertThat(out)
                .startsWith("box\nbox\n")
                .contains("\tbox\n", gateway + "\toutside\n", "\n1\n", "default via " + gateway);
    }

    @Test
    void aNetworkIsSharedWithAnotherContainerOrWithTheHostOrIsNone() throws Exception {
        create("--subnet", "10.231.71.0/24").succeeds();
        hold("--name", "web", "--hostname", "box", "--ip", "10.231.71.70");
        sampan().run("exec", "-d", "web", "httpd", "-p", "127.0.0.1:80", "-h", "/etc")
                .succeeds();
        String look = "hostname; cat /etc/hosts /etc/resolv.conf; ip -o addr show eth0";
        String own = sampan().run("exec", "web", "sh", "-c", look).succeeds().line();
        assertThat(sh(look, "--network", "container:web")).isEqualTo(own);
        await().until(() -> sh("wget -q -O - http://127.0.0.1/hostname || true", "--network", "container:web")
                .equals("box"));
        // A link that is about to go may be in the first of the lists alone.
        await().untilAsserted(() -> {
            try (Stream<Path> links = Files.list(Path.of("/sys/class/net"))) {
                List<String> hosts =
                        links.map(link -> String.valueOf(link.getFileName())).toList();
                assertThat(sh("ls /sys/class/net", "--network", "host").lines()).containsAll(hosts);
            }
        });
        assertThat(sh("ls /sys/class/net; ip route", "--network", "none")).isEqualTo("lo");
    }

    @Test
    void aConfigurationIsThatOfTheNetworksThatReferToIt() {
        sampan().run("network", "create", "--config-only", "--subnet", "10.231.71.0/24", "--label", "a=b", "settings")
                .succeeds();
        create("--internal", "--config-from", "settings").succeeds();
        sampan().killEngine();
        String shown =
                "{{.ConfigOnly}} {{.ConfigFrom.Network}} {{.Internal}} {{.Labels}} {{(index .IPAM.Config 0).Subnet}}";
        assertThat(sampan().run("network", "inspect", "-f", shown, "lab", "settings")
                        .line())
                .isEqualTo("false settings true map[a:b] 10.231.71.0/24\ntrue  false map[a:b] 10.231.71.0/24");
        assertThat(hold("--name", "web", "--ip", "10.231.71.70")).isEqualTo("10.231.71.70");
        String refused = "cannot create endpoint on configuration-only network";
        assertThat(inContainer("true", "--network", "settings").err()).contains(refused);
        assertThat(sampan().run("network", "connect", "settings", "web").err()).contains(refused);
        assertThat(sampan().run("network", "rm", "settings").err())
                .contains("configuration network \"settings\" is in use");
        assertThat(create("--config-from", "nope").err()).contains("configuration network \"nope\" does not exist");
        sampan().run("rm", "-f", "web").succeeds();
        assertThat(sampan().run("network", "prune", "-f").line())
                .contains("lab")
                .doesNotContain("settings");
        sampan().run("network", "rm", "settings").succeeds();
    }

    /** As with dockerd since 29, whoever chose the subnet. */
    @Test
    void anAddressOfNoSubnetIsRefusedWhenTheContainerIsMadeOrWhenTheNetworkIsThere() {
        create().succeeds();
        String subnet = sampan().run("network", "inspect", "-f", "{{(index .IPAM.Config 0).Subnet}}", "lab")
                .line();
        String address = subnet.replaceFirst("[0-9]+/[0-9]+$", "9");
        assertThat(own("--network", "lab", "--ip", address)).isEqualTo(address);
        String wrong = "invalid endpoint settings:\nno configured subnet contains IP address 10.231.72.9";
        assertThat(sampan().run("create", "--network", "lab", "--ip", "10.231.72.9", BUSYBOX, "true")
                        .err())
                .contains("invalid config for network lab: " + wrong);
        sampan().run("run", "-d", "--name", "web", BUSYBOX, "sleep", "1000").succeeds();
        assertThat(sampan().run("network", "connect", "--ip", "10.231.72.9", "lab", "web")
                        .err())
                .contains(wrong);
        sampan().run("create", "--name", "early", "--network", "later", "--ip", "10.231.72.9", BUSYBOX, "true")
                .succeeds();
        sampan().run("network", "create", "--subnet", "10.231.71.0/24", "later").succeeds();
        assertThat(sampan().run("start", "early").err()).contains(wrong);
    }

    @Test
    void whatThereIsNotIsSaidInDockersSentences() {
        assertThat(sampan().run("network", "create", "-d", "nosuch", "lab").err())
                .contains("could not find plugin nosuch in v1 plugin registry: plugin not found");
        assertThat(inContainer("true", "--network", "nosuch").err()).contains("network nosuch not found");
        assertThat(inContainer("true", "--network", "host", "-p", "80:80").err())
                .isEqualTo("WARNING: Published ports are discarded when using host network mode\n");
        assertThat(inContainer("true", "-p", "192.0.2.9:8099:80").err()).contains("cannot assign requested address");
        String predefined = "user specified IP address is supported on user defined networks only";
        for (String network : List.of("host", "none", "bridge")) {
            assertThat(inContainer("true", "--network", network, "--ip", "172.17.0.77")
                            .err())
                    .contains("invalid config for network " + network + ": invalid endpoint settings:\n" + predefined);
        }
        assertThat(inContainer("true", "-p", "[::1]:8099:80").err())
                .isEqualTo("WARNING: port 80/tcp is not published at ::1, as the container has no IPv6 address"
                        + " (network create --ipv6)\n");
        assertThat(inContainer("true", "-p", "[::1]:80").err()).contains("missing ']' in address");
        assertThat(create("--subnet", "10.231.71.0/24", "--subnet", "10.231.72.0/24")
                        .err())
                .contains("bridge driver doesn't support multiple subnets");
        create().succeeds();
        sampan().run("create", "--name", "plain", BUSYBOX, "true").succeeds();
        sampan().run("network", "disconnect", "bridge", "plain").succeeds();
        assertThat(sampan().run("network", "connect", "--ip", "172.17.0.77", "bridge", "plain")
                        .err())
                .contains(predefined);
        sampan().run("create", "--name", "web", "--network", "lab", BUSYBOX, "true")
                .succeeds();
        sampan().run("network", "rm", "lab").succeeds();
        assertThat(sampan().run("start", "web").err()).contains("network lab not found");
        assertThat(sampan().run("explain", "web").err()).contains("network lab not found");
    }
}
