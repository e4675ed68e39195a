package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The rules, in a network namespace of the test's own: there, the host's whole packet filter can be thrown away. */
final class FirewallTest extends EngineTest {
    /** Containers {@code web} on the network {@code one} and {@code stranger} on {@code two}; {@code rx} counts the packets of IP that were for web: what the bridge tells to all is not. */
    private static final String TWO_NETWORKS = """
            set -e
            ip link set lo up
            sampan network create one > /dev/null
            sampan network create two > /dev/null
            sampan run -d --name web --network one -p 127.0.0.1:8080:80 localhost/busybox httpd -f -vv -p 80 -h /etc > /dev/null
            sampan run -d --name stranger --network two localhost/busybox sleep 1000 > /dev/null
            address=$(sampan inspect -f '{{.NetworkSettings.Networks.one.IPAddress}}' web)
            gateway=$(sampan network inspect -f '{{(index .IPAM.Config 0).Gateway}}' two)
            rx() { sampan exec web awk '/^Ip: [0-9]/ { print $10 }' /proc/net/snmp; }
            table=$(nft list tables inet | grep -v guard | grep -o 'sampan_.*')
            back() { i=0; until nft list table inet $table > /dev/null 2>&1; do i=$((i + 1)); [ $i -lt 6000 ] || exit 9; sleep 0.01; done; }
            """;

    @AfterEach
    void removeEverything() {
        inNamespace("sampan rm -f web stranger one; sampan network rm one two six; true");
        sampan().killEngine();
    }

    private Sampan.Result inNamespace(String script) {
        ProcessBuilder command = sampan().command();
        String path = Sampan.binary().getParent() + ":" + command.environment().get("PATH");
        command.environment().put("PATH", path + ":/usr/sbin:/sbin");
        // Network load only here: the engine that starts on demand is in this namespace, too.
        command.command(List.of("unshare", "-n", "sh", "-c", script));
        return Sampan.finish(new byte[0], command);
    }

    /** CVE-2025-54388, CVE-2025-54410: not a single packet passes while the rules are gone, and they are back within a second. */
    @Test
    void whenTheHostsRulesAreThrownAwayNothingIsOpenMeanwhile() {
        assumeThat(Files.isExecutable(Path.of("/usr/sbin/nft"))).isTrue();
        Sampan.Result result = inNamespace(TWO_NETWORKS + """
                before=$(rx)
                sampan exec -d stranger ping -i 0.01 -c 100000 $address
                sampan exec -d stranger ping -i 0.01 -c 100000 -s 1200 $address
                sent() { sampan exec stranger cat /sys/class/net/eth0/statistics/tx_packets; }
                n=0
                until [ $n -ge 10 ] && [ $(sent) -gt 20 ]; do [ $n -lt 1000 ] || exit 8; n=$((n + 1)); nft flush ruleset; back; done
                after=$(rx)
                echo tried
                echo came $((after - before))
                sampan run --rm --network one localhost/busybox ping -c 1 -W 30 $address | grep -o '1 packets received'
                [ $(rx) -gt $after ] && echo counted
                wget -q -O /dev/null http://127.0.0.1:8080/hostname 2>/dev/null || curl -sf -o /dev/null http://127.0.0.1:8080/hostname
                echo published
                """);
        assertThat(result.succeeds().out()).isEqualTo("tried\ncame 0\n1 packets received\ncounted\npublished\n");
    }

    /** What the host's own rules drop is dropped, whatever is published. */
    @Test
    void aDropOfTheHostIsNotOverridden() {
        Sampan.Result result = inNamespace(TWO_NETWORKS + """
                ask() { sampan exec stranger sh -c "printf 'GET /hostname HTTP/1.0\\r\\n\\r\\n' | nc -w $1 $gateway $port" 2>&1 | grep -q '200 OK' && echo open || echo closed; }
                sampan rm -f web > /dev/null
                sampan run -d --name web --network one -p 80 localhost/busybox httpd -f -p 80 -h /etc > /dev/null
                port=$(sampan port web 80 | head -n 1)
                port=${port##*:}
                i=0; until [ "$(ask 30)" = open ]; do i=$((i + 1)); [ $i -lt 600 ] || exit 9; sleep 0.1; done
                nft add table inet host
                nft add chain inet host forward '{ type filter hook forward priority -10; }'
                nft add rule inet host forward tcp dport 80 drop
                ask 2
                nft delete table inet host
                ask 30
                """);
        assertThat(result.succeeds().out()).isEqualTo("closed\nopen\n");
    }

    @Test
    void forwardingIsTurnedOnWhenABridgeNeedsItAndThatIsSaid() {
        Sampan.Result result = inNamespace("""
                set -e
                ip link set lo up
                echo 0 > /proc/sys/net/ipv4/ip_forward
                sampan network ls > /dev/null
                cat /proc/sys/net/ipv4/ip_forward
                sampan run --rm localhost/busybox true 2>&1 | grep -o 'IPv4 forwarding was disabled'
                cat /proc/sys/net/ipv4/ip_forward
                """);
        assertThat(result.succeeds().out()).isEqualTo("0\nIPv4 forwarding was disabled\n1\n");
    }

    /** CVE-2020-13401, CVE-2020-10749: nobody believes a router that announces itself, neither in a container nor on its bridge. */
    @Test
    void nobodyBelievesARouterThatAnnouncesItself() {
        assumeThat(Files.exists(Path.of("/proc/sys/net/ipv6"))).isTrue();
        Sampan.Result result = inNamespace("""
                set -e
                ip link set lo up
                sampan network create --ipv6 -o com.docker.network.bridge.name=six six > /dev/null
                sampan run --rm --network six localhost/busybox cat /proc/sys/net/ipv6/conf/eth0/accept_ra
                cat /proc/sys/net/ipv6/conf/six/accept_ra
                """);
        assertThat(result.succeeds().out()).isEqualTo("0\n0\n");
    }

    /** What is forwarded from outside reaches the first container of a network from its first moment on. */
    @Test
    void theBridgesOwnAddressServesAtOnce() {
        assumeThat(Files.exists(Path.of("/proc/sys/net/ipv6"))).isTrue();
        Sampan.Result result = inNamespace("""
                set -e
                ip link set lo up
                sampan network create --ipv6 -o com.docker.network.bridge.name=six six > /dev/null
                sampan run -d --name one --network six localhost/busybox sleep 1000 > /dev/null
                ip -6 -oneline address show dev six scope link | wc -l
                ip -6 -oneline address show dev six tentative | wc -l
                sampan rm -f one > /dev/null
                """);
        assertThat(result.succeeds().out()).isEqualTo("1\n0\n");
    }
}
