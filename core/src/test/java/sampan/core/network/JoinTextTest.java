package sampan.core.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import sampan.core.config.NetworkLimit;
import sampan.core.config.PortBinding;
import sampan.core.network.bridge.Bridges;
import sampan.core.network.definition.ConfigReference;
import sampan.core.network.definition.Driver;
import sampan.core.network.definition.Ipam;
import sampan.core.network.definition.IpamPool;
import sampan.core.network.definition.Network;
import sampan.core.network.endpoint.EndpointSettings;
import sampan.core.network.firewall.Firewall;
import sampan.core.network.resolver.Naming;
import sampan.runtime.explain.Explanation;

final class JoinTextTest {
    private static final String ID = "0123456789ab".repeat(5) + "cdef";

    private static Network network(Driver driver, boolean v6, Map<String, String> options, IpamPool... pools) {
        return new Network(
                "lab",
                ID,
                "",
                "local",
                driver.word(),
                true,
                v6,
                new Ipam("default", null, List.of(pools)),
                false,
                false,
                false,
                ConfigReference.NONE,
                options,
                Map.of(),
                "");
    }

    private static IpamPool pool(String subnet, String gateway) {
        return new IpamPool(subnet, "", gateway, Map.of());
    }

    private static List<String> engine(Network network, Map<String, List<PortBinding>> ports) {
        Firewall firewall = new Firewall("root");
        Wish wish = new Wish(
                "c",
                "c",
                Map.of(),
                ports,
                Set.of(),
                false,
                true,
                new Naming.Own(List.of("c"), List.of()),
                NetworkLimit.NONE);
        return new JoinText(new Bridges("root", firewall), firewall)
                .of(wish, List.of(new Asked(network, EndpointSettings.ANY))).before().stream()
                        .filter(group -> group.actor() == Explanation.Actor.ENGINE)
                        .flatMap(group -> group.lines().stream())
                        .map(Explanation.Line::text)
                        .collect(Collectors.toList());
    }

    @Test
    void bothFamiliesPortsAndACallerOfTheHost() {
        Network network = network(
                Driver.BRIDGE, true, Map.of(), pool("10.9.0.0/24", "10.9.0.1"), pool("fd00:9::/64", "fd00:9::1"));
        List<PortBinding> any = List.of(new PortBinding("", ""));
        assertThat(String.join("\n", engine(network, Map.of("80/tcp", any)))).isEqualTo("""
                sendmsg(nfnetlink, the whole of table inet sampan_root)
                sendmsg(nfnetlink, the whole of table inet sampan_root_guard)
                write("/proc/sys/net/ipv4/ip_forward", "1")
                write("/proc/sys/net/ipv6/conf/all/forwarding", "1")
                sendmsg(rtnetlink, RTM_GETLINK sn-0123456789ab)
                sendmsg(rtnetlink, RTM_NEWLINK sn-0123456789ab type bridge address 02:42:f5:a3:67:18)
                write("/proc/sys/net/ipv6/conf/sn-0123456789ab/accept_ra", "0")
                write("/proc/sys/net/ipv6/conf/sn-0123456789ab/accept_dad", "0")
                write("/proc/sys/net/ipv6/conf/sn-0123456789ab/disable_ipv6", "0")
                write("/proc/sys/net/ipv4/conf/sn-0123456789ab/route_localnet", "1")
                sendmsg(rtnetlink, RTM_GETLINK sn-0123456789ab)
                sendmsg(rtnetlink, RTM_NEWADDR 10.9.0.1/24 dev sn-0123456789ab)
                sendmsg(rtnetlink, RTM_NEWADDR fd00:9::1/64 dev sn-0123456789ab)
                sendmsg(rtnetlink, RTM_NEWLINK sn-0123456789ab up)
                sendmsg(rtnetlink, RTM_NEWROUTE local ::1/128 dev sn-0123456789ab)
                sendmsg(rtnetlink, RTM_NEWLINK veth<number> type veth master sn-0123456789ab up, \
                its peer eth0 address 02:42:<address> in the namespace)
                sendmsg(rtnetlink of the namespace, RTM_GETLINK eth0)
                sendmsg(rtnetlink of the namespace, RTM_NEWADDR <address>/24 dev eth0)
                sendmsg(rtnetlink of the namespace, RTM_NEWADDR <IPv6: address>/64 dev eth0)
                sendmsg(rtnetlink of the namespace, RTM_NEWLINK eth0 up)
                sendmsg(rtnetlink of the namespace, RTM_NEWROUTE 0.0.0.0/0 via 10.9.0.1 dev eth0)
                sendmsg(rtnetlink of the namespace, RTM_NEWROUTE ::/0 via fd00:9::1 dev eth0)
                sendmsg(nfnetlink, add element inet sampan_root anywhere4 { tcp . <port> : <address> . 80 })
                sendmsg(nfnetlink, add element inet sampan_root anywhere6 { tcp . <port> : <IPv6: address> . 80 })
                sendmsg(nfnetlink, add element inet sampan_root callers4 { <address> })
                sendmsg(nfnetlink, add element inet sampan_root callers6 { <IPv6: address> })
                sendmsg(nfnetlink, add element inet sampan_root_guard callers4 { <address> })
                sendmsg(nfnetlink, add element inet sampan_root_guard callers6 { <IPv6: address> })\
                """);
    }

    @Test
    void aCardThatNeedsNoGateway() {
        Network network = network(
                Driver.IPVLAN, false, Map.of("parent", "eth7", "ipvlan_mode", "l3"), pool("10.9.0.0/24", "10.9.0.1"));
        assertThat(engine(network, Map.of()))
                .containsExactly(
                        "sendmsg(rtnetlink, RTM_NEWLINK eth0 type ipvlan mode l3 on eth7 in the namespace)",
                        "sendmsg(rtnetlink of the namespace, RTM_GETLINK eth0)",
                        "sendmsg(rtnetlink of the namespace, RTM_NEWADDR <address>/24 dev eth0)",
                        "sendmsg(rtnetlink of the namespace, RTM_NEWLINK eth0 up)",
                        "sendmsg(rtnetlink of the namespace, RTM_NEWROUTE 0.0.0.0/0 dev eth0)",
                        "sendmsg(nfnetlink, add element inet sampan_root callers4 { <address> })",
                        "sendmsg(nfnetlink, add element inet sampan_root_guard callers4 { <address> })");
    }
}
