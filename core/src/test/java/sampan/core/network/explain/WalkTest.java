package sampan.core.network.explain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class WalkTest {
    private static final FilterTable TABLE = FilterTable.parse("""
            table inet sampan_test {
            \tset bridges {
            \t\ttype ifname
            \t\telements = { "br0",
            \t\t\t     "br1" }
            \t}
            \tset internal {
            \t\ttype ifname
            \t}
            \tset open {
            \t\ttype ifname . ifname
            \t\telements = { "br0" . "br0" }
            \t}
            \tmap anywhere4 {
            \t\ttype inet_proto . inet_service : ipv4_addr . inet_service
            \t\telements = { tcp . 8080 : 172.30.2.2 . 80 }
            \t}
            \tchain guard {
            \t\ttype filter hook prerouting priority raw; policy accept;
            \t\tip daddr 127.0.0.0/8 iifname != "lo" drop
            \t}
            \tchain to-this-host {
            \t\ttype nat hook prerouting priority dstnat; policy accept;
            \t\tfib daddr type local jump ports
            \t}
            \tchain ports {
            \t\tmeta nfproto ipv4 dnat ip to meta l4proto . th dport map @anywhere4
            \t}
            \tchain forward {
            \t\ttype filter hook forward priority filter; policy accept;
            \t\toifname @bridges goto entering
            \t\tnumgen random mod 2 0 drop
            \t}
            \tchain entering {
            \t\tct state established,related accept
            \t\tiifname . oifname @open accept
            \t\tct status dnat accept
            \t\tdrop
            \t}
            }
            """);

    private static Packet packet(String in, String destination, int port, boolean local) {
        return new Packet(in, "", "", destination, "tcp", port, false, false, local);
    }

    @Test
    void aPublishedPortBecomesTheContainersAndIsLetIn() {
        Walk.End met = Walk.at(TABLE, "prerouting", packet("eth0", "192.168.7.2", 8080, true));
        assertThat(met.packet().destination()).isEqualTo("172.30.2.2");
        assertThat(met.packet().port()).isEqualTo(80);
        assertThat(met.lines()).anyMatch(line -> line.endsWith("-> now for 172.30.2.2:80"));
        assertThat(Walk.at(TABLE, "forward", met.packet().leavingBy("br0")).passes())
                .isTrue();
    }

    @Test
    void aPortThatIsNotPublishedIsNotTranslated() {
        Packet packet = packet("eth0", "192.168.7.2", 8081, true);
        assertThat(Walk.at(TABLE, "prerouting", packet).packet()).isEqualTo(packet);
    }

    @Test
    void whatComesFromAnotherBridgeIsDroppedAndTheRuleThatDoesItIsTheLast() {
        Walk.End end =
                Walk.at(TABLE, "forward", packet("br1", "172.30.2.2", 80, false).leavingBy("br0"));
        assertThat(end.passes()).isFalse();
        assertThat(end.lines().getLast()).startsWith("    drop").endsWith("-> drop");
    }

    @Test
    void neighboursOfOneBridgeReachEachOther() {
        assertThat(Walk.at(
                                TABLE,
                                "forward",
                                packet("br0", "172.30.2.2", 80, false).leavingBy("br0"))
                        .passes())
                .isTrue();
    }

    @Test
    void whatClaimsToGoToTheLoopbackFromOutsideIsDropped() {
        assertThat(Walk.at(TABLE, "prerouting", packet("eth0", "127.0.0.1", 8080, true))
                        .passes())
                .isFalse();
    }

    @Test
    void aRuleInWordsThatAreNotKnownIsShownAndNotGuessedAt() {
        Walk.End end =
                Walk.at(TABLE, "forward", packet("br0", "192.0.2.1", 443, false).leavingBy("eth0"));
        assertThat(end.lines()).anyMatch(line -> line.contains("numgen") && line.endsWith("-> not understood here"));
        assertThat(end.passes()).isTrue();
    }
}
