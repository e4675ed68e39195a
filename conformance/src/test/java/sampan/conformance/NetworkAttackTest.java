package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What containers and machines nearby may try by way of a bridge, in a network namespace that is "the host". */
final class NetworkAttackTest extends OwnNetworkTest {
    /**
     * {@code inside CONTAINER COMMAND...} runs a program of the host's in a container's network namespace, {@code behind} in the background; {@code listen PORT} has a server at that port of all of the
     * host's addresses, 198.51.100.1 among them. Another machine is at 198.51.100.9, and {@code $outside COMMAND...} runs there.
     */
    static final String BEGIN = """
            dir=$(mktemp -d)
            started=
            trap 'kill $started 2> /dev/null; wait; rm -r $dir' EXIT
            inside() { first=$(sampan inspect -f '{{.State.Pid}}' $1); shift; nsenter --net=/proc/$first/ns/net "$@"; }
            behind() { first=$(sampan inspect -f '{{.State.Pid}}' $1); shift; nsenter --net=/proc/$first/ns/net "$@" & started="$started $!"; }
            listen() { $2 perl $dir/listen $1 & started="$started $!"; until_up $2 perl $dir/knock $1; }
            cat > $dir/listen <<-'PERL'
            use IO::Socket::INET;
            my $server = IO::Socket::INET->new(LocalPort => shift, Listen => 9, ReuseAddr => 1) or die $@;
            while (my $caller = $server->accept) { <$caller>; print $caller "elsewhere\\n"; close $caller }
            PERL
            cat > $dir/knock <<-'PERL'
            use IO::Socket::INET;
            exit !IO::Socket::INET->new(PeerHost => "127.0.0.1", PeerPort => shift);
            PERL
            cat > $dir/ask <<-'PERL'
            use IO::Socket::INET;
            my $server = IO::Socket::INET->new(PeerHost => shift, PeerPort => shift, Timeout => shift // 60) or do { print "nobody\\n"; exit };
            print $server "GET /hostname HTTP/1.0\\r\\n\\r\\n";
            print((<$server>)[-1]);
            PERL
            unshare -n sleep 1000 &
            machine=$!
            outside="nsenter --net=/proc/$machine/ns/net"
            started=$machine
            until_up sh -c "[ \\$(readlink /proc/$machine/ns/net) != \\$(readlink /proc/self/ns/net) ]"
            ip link add wire type veth peer name wire netns $machine
            ip address add 198.51.100.1/24 dev wire
            ip link set wire up
            $outside sh -c 'ip link set lo up; ip address add 198.51.100.9/24 dev wire; ip link set wire up'
            """;

    /** {@code hear} prints who sends frames of IP to this link, of the names and addresses of both families it is given, and by which protocol; {@code try} sends to addresses by three. */
    private static final String FRAMES = """
            cat > $dir/hear <<-'PERL'
            use Socket qw(:all);
            socket(my $link, 17, SOCK_RAW, unpack "S", pack "n", 3) or die $!;
            my %names;
            while (my ($name, @addresses) = splice @ARGV, 0, 3) { $names{inet_pton($_ =~ /:/ ? AF_INET6 : AF_INET, $_)} = $name for @addresses }
            $| = 1;
            print "ready\\n";
            while (defined recv $link, my $frame, 2000, 0) {
                my ($kind, $v4, $v6) = (substr($frame, 12, 2), substr($frame, 26, 4), substr($frame, 22, 16));
                print "$names{$v4} 4-", ord substr($frame, 23, 1), "\\n" if $kind eq "\\x08\\x00" && $names{$v4};
                print "$names{$v6} 6-", ord substr($frame, 20, 1), "\\n" if $kind eq "\\x86\\xdd" && $names{$v6};
            }
            PERL
            cat > $dir/try <<-'PERL'
            use Socket qw(:all);
            for my $n (1 .. 20) {
                for my $to (@ARGV) {
                    my $family = $to =~ /:/ ? AF_INET6 : AF_INET;
                    my $address = inet_pton $family, $to;
                    my $place = sub { $family == AF_INET ? pack_sockaddr_in($_[0], $address) : pack_sockaddr_in6($_[0], $address) };
                    my @echo = $family == AF_INET ? (8, 0, ~(0x800 + 7 + $n) & 0xffff) : (128, 0, 0);
                    socket(my $icmp, $family, SOCK_RAW, $family == AF_INET ? 1 : 58) or die $!;
                    send $icmp, pack("C2n3", @echo, 7, $n), 0, $place->(0);
                    socket(my $udp, $family, SOCK_DGRAM, 0) or die $!;
                    send $udp, "?", 0, $place->(9);
                    socket(my $tcp, $family, SOCK_STREAM | 04000, 0) or die $!;
                    connect $tcp, $place->(80);
                }
                select undef, undef, undef, 0.01;
            }
            PERL
            """;

    /** Both families, both ways, ICMP, TCP and UDP: frame by frame at the receiver, who sees a neighbour's afterwards. */
    @Test
    void notOnePacketOfAnotherNetworkComes() {
        assumeThat(Files.exists(Path.of("/proc/sys/net/ipv6"))).isTrue();
        Sampan.Result result = inNamespace(BEGIN + FRAMES + """
                for network in one two; do
                    sampan network create --ipv6 $network > /dev/null
                    for name in $network friend_of_$network; do sampan run -d --name $name --network $network localhost/busybox sleep 1000 > /dev/null; done
                done
                addresses() { sampan inspect -f "{{.NetworkSettings.Networks.$2.IPAddress}} {{.NetworkSettings.Networks.$2.GlobalIPv6Address}}" $1; }
                hear() {
                    behind $1 perl $dir/hear stranger $(addresses $2 $2) friend $(addresses friend_of_$1 $1) > $dir/$1
                    until_up grep ready $dir/$1
                }
                hear one two
                hear two one
                inside two perl $dir/try $(addresses one one)
                inside one perl $dir/try $(addresses two two)
                for name in one two; do
                    inside friend_of_$name perl $dir/try $(addresses $name $name)
                    for kind in 4-1 4-6 4-17 6-58 6-6 6-17; do until_up grep "friend $kind" $dir/$name; done
                    echo $name: $(cut -d' ' -f1 $dir/$name | sort -u)
                done
                """);
        assertThat(result.succeeds().out()).isEqualTo("one: friend ready\ntwo: friend ready\n");
    }

    /** CVE-2021-20199: who calls a published port is seen there; who calls it by this host's loopback comes from the bridge, and never from the container's own loopback. */
    @Test
    void cve2021x20199() {
        Sampan.Result result = inNamespace(BEGIN + """
                sampan run -d --name web -p 8080:80 localhost/busybox sleep 1000 > /dev/null
                cat > $dir/tell <<-'PERL'
                use IO::Socket::INET;
                my $server = IO::Socket::INET->new(LocalPort => 80, Listen => 9, ReuseAddr => 1) or die $@;
                while (my $caller = $server->accept) { <$caller>; print $caller $caller->peerhost, "\\n"; close $caller }
                PERL
                behind web perl $dir/tell
                until_up inside web perl $dir/knock 80
                gateway=$(sampan inspect -f '{{.NetworkSettings.Gateway}}' web)
                perl $dir/ask 127.0.0.1 8080 | sed "s/^$gateway$/the bridge/"
                perl $dir/ask 198.51.100.1 8080
                $outside perl $dir/ask 198.51.100.1 8080
                """);
        assertThat(result.succeeds().out()).isEqualTo("the bridge\n198.51.100.1\n198.51.100.9\n");
    }

    /** CVE-2024-32473: where nobody asked for IPv6, a container's link has no address of it, and no packet of it is sent or answered; also after a restart. */
    @Test
    void cve2024x32473() {
        Sampan.Result result = inNamespace(BEGIN + """
                sampan network create -o com.docker.network.bridge.name=four four > /dev/null
                sampan run -d --name web --network four localhost/busybox sleep 1000 > /dev/null
                sampan network connect bridge web
                look() {
                    inside web ip -6 -o address | grep -c eth || true
                    inside web awk '$1 == "Ip6OutRequests" || $1 == "Icmp6OutMsgs" { print $1, $2 }' /proc/net/snmp6
                    inside web sysctl -n net.ipv6.conf.eth0.disable_ipv6 net.ipv6.conf.eth1.disable_ipv6
                }
                look
                sampan restart -t 0 web > /dev/null
                look
                """);
        assertThat(result.succeeds().out()).isEqualTo("0\nIp6OutRequests 0\nIcmp6OutMsgs 0\n1\n1\n".repeat(2));
    }

    /** CVE-2025-67499: a published port is one of this host, and what is meant for another one is not caught on its way. */
    @Test
    void cve2025x67499() {
        Sampan.Result result = inNamespace(BEGIN + """
                listen 8080 "$outside"
                serve web -p 8080:80
                sampan run -d --name caller localhost/busybox sleep 1000 > /dev/null
                inside caller perl $dir/ask 198.51.100.9 8080
                perl $dir/ask 198.51.100.9 8080
                $outside perl $dir/ask 198.51.100.1 8080
                """);
        assertThat(result.succeeds().out()).isEqualTo("elsewhere\nelsewhere\nweb\n");
    }

    /** CVE-2025-54388, CVE-2025-54410: who routes packets for a container's own address, or for 127.0.0.1, to this host gets nowhere, also while the rules are gone. */
    @Test
    void cve2025x54388() {
        Sampan.Result result = inNamespace(BEGIN + """
                serve web -p 127.0.0.1:8080:80
                address=$(sampan inspect -f '{{.NetworkSettings.Networks.bridge.IPAddress}}' web)
                $outside ip route add default via 198.51.100.1
                $outside sysctl -qw net.ipv4.conf.all.route_localnet=1 net.ipv4.conf.wire.route_localnet=1
                $outside ip address del 127.0.0.1/8 dev lo
                $outside ip route add 127.0.0.1 via 198.51.100.1 src 198.51.100.9
                rx() { sampan exec web awk '/^Ip: [0-9]/ { print $10 }' /proc/net/snmp; }
                perl $dir/ask 127.0.0.1 8080
                until_up sh -c '! sampan exec web netstat -tn | grep tcp | grep -v TIME_WAIT'
                before=$(rx)
                $outside perl $dir/ask $address 80 5 &
                asks=$!
                $outside perl $dir/ask 127.0.0.1 8080 5 &
                asks="$asks $!"
                for n in 1 2 3 4 5; do
                    nft flush ruleset
                    sleep 0.5
                done
                wait $asks
                echo came $(($(rx) - before))
                """);
        assertThat(result.succeeds().out()).isEqualTo("web\n" + "nobody\n".repeat(2) + "came 0\n");
    }

    /** CVE-2020-13401, CVE-2020-10749: a container says that it is the way out; its bridge's other containers and the host do not believe it, and a machine that does shows that it was heard. */
    @Test
    void cve2020x13401() {
        assumeThat(Files.exists(Path.of("/proc/sys/net/ipv6"))).isTrue();
        Sampan.Result result = inNamespace(BEGIN + """
                sampan network create --ipv6 -o com.docker.network.bridge.name=six six > /dev/null
                sampan run -d --name liar --network six --cap-add NET_RAW localhost/busybox sleep 1000 > /dev/null
                sampan run -d --name victim --network six localhost/busybox sleep 1000 > /dev/null
                cat > $dir/announce <<-'PERL'
                use Socket qw(:all);
                socket(my $socket, AF_INET6, SOCK_RAW, 58) or die $!;
                setsockopt $socket, 41, 18, pack "i", 255 or die $!;
                my $prefix = pack "C4N3", 3, 4, 64, 0xc0, 3600, 3600, 0;
                my $message = pack("C2nC2nN2", 134, 0, 0, 64, 0, 1800, 0, 0) . $prefix . inet_pton(AF_INET6, "2001:db8:bad::");
                for (1 .. 3) { send $socket, $message, 0, pack_sockaddr_in6(0, inet_pton(AF_INET6, "ff02::1"), $ARGV[0]) or die $! }
                PERL
                $outside sysctl -qw net.ipv6.conf.wire.accept_ra=2
                ip link set wire master six
                index=$(inside liar ip -o link show eth0 | cut -d: -f1)
                believes() { inside liar perl $dir/announce $index; $outside ip -6 route | grep -q '^default via fe80.* proto ra'; }
                until_up believes
                $outside ip -6 -o address show dev wire | grep -c 2001:db8:bad
                inside victim ip -6 -o address | grep -c 2001:db8:bad || true
                inside victim ip -6 route | grep -c 'proto ra' || true
                ip -6 route | grep -c 'proto ra' || true
                """);
        assertThat(result.succeeds().out()).isEqualTo("1\n0\n0\n0\n");
    }

    /** CVE-2023-28840, CVE-2023-28841, CVE-2023-28842: no network spans hosts, so no packet of another host is taken for one of a container. */
    @Test
    void cve2023x28840() {
        Sampan.Result result = inNamespace("""
                sampan network create -d overlay wide || true
                sampan run --rm localhost/busybox true
                ip -d -o link | grep -c vxlan || true
                """);
        assertThat(result.succeeds().out()).isEqualTo("0\n");
        assertThat(result.err()).contains("could not find plugin overlay");
    }
}
