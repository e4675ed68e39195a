package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Who reaches a port, and by which address. */
final class PublishedPortTest extends OwnNetworkTest {
    /**
     * The loopback of both families, the host's own addresses, the container itself and its neighbour by the host's addresses. Where somebody has bridges ask the packet
     * filter (br_netfilter, as dockerd does), the kernel has undone the translation too early for ::1 and for a container that calls itself.
     */
    @Test
    void aPortIsReachedByIpv6FromTheLoopbackTheHostAndContainersOfTheSameNetwork() {
        Sampan.Result result = inNamespace("""
                for f in /proc/sys/net/bridge/bridge-nf-call-ip*tables; do [ ! -e $f ] || echo 0 > $f; done
                ip link add outside type bridge
                ip link set outside up
                ip -6 addr add fd00:99::1/64 dev outside nodad
                sampan network create --ipv6 six > /dev/null
                serve web --network six -p 8080:80
                until_up curl -s -m 60 -o /dev/null http://127.0.0.1:8080/hostname
                echo loopback4 $(get 127.0.0.1 8080)
                echo loopback6 $(get '[::1]' 8080)
                echo host6 $(get '[fd00:99::1]' 8080)
                hairpin() { printf 'GET /hostname HTTP/1.0\\r\\n\\r\\n' | sampan exec -i $1 nc -w 60 fd00:99::1 8080 | tail -1; }
                serve neighbour --network six
                echo itself $(hairpin web)
                echo neighbour $(hairpin neighbour)
                """);
        assertThat(result.succeeds().out())
                .isEqualTo("loopback4 web\nloopback6 web\nhost6 web\nitself web\nneighbour web\n");
    }

    @Test
    void withoutInterContainerCommunicationContainersReachEachOtherByPublishedPortsOnly() {
        Sampan.Result result = inNamespace("""
                sampan network create -o com.docker.network.bridge.enable_icc=false apart > /dev/null
                serve web --network apart -p 8080:80
                until_up curl -s -m 60 -o /dev/null http://127.0.0.1:8080/hostname
                address=$(sampan inspect -f '{{.NetworkSettings.Networks.apart.IPAddress}}' web)
                gateway=$(sampan network inspect -f '{{(index .IPAM.Config 0).Gateway}}' apart)
                ask() { printf 'GET /hostname HTTP/1.0\\r\\n\\r\\n' | sampan run -i --rm --network apart localhost/busybox nc -w $3 $1 $2 2> /dev/null | tail -1; }
                echo directly $(ask $address 80 2)
                echo published $(ask $gateway 8080 60)
                """);
        assertThat(result.succeeds().out()).isEqualTo("directly\npublished web\n");
    }

    @Test
    void aPortIsPublishedWhereTheNetworkSaysUnlessAnAddressIsNamed() {
        Sampan.Result result = inNamespace("""
                ip link add outside type bridge
                ip link set outside up
                ip addr add 10.231.98.1/24 dev outside
                sampan network create -o com.docker.network.bridge.host_binding_ipv4=127.0.0.1 bound > /dev/null
                serve web --network bound -p 8080:80 -p 10.231.98.1:8081:80
                until_up curl -s -m 60 -o /dev/null http://127.0.0.1:8080/hostname
                sampan port web 80 | sort
                echo $(get 127.0.0.1 8080) $(get 10.231.98.1 8080)
                echo $(get 127.0.0.1 8081) $(get 10.231.98.1 8081)
                """);
        assertThat(result.succeeds().out()).isEqualTo("10.231.98.1:8081\n127.0.0.1:8080\nweb nothing\nnothing web\n");
    }

    @Test
    void theDaemonsAddressIsTheUsualNetworksWhereNoneIsNamed() {
        Sampan.Result result = inNamespace("""
                sampan --data-root $SAMPAN_DATA_ROOT --exec-root $SAMPAN_EXEC_ROOT daemon --ip nonsense 2> /dev/null || echo $?
                rm -f $SAMPAN_EXEC_ROOT/front.sock
                sampan --data-root $SAMPAN_DATA_ROOT --exec-root $SAMPAN_EXEC_ROOT daemon --ip 127.0.0.1 > /dev/null 2>&1 &
                until_up test -S $SAMPAN_EXEC_ROOT/front.sock
                serve web -p 8080:80 -p 0.0.0.0:8081:81
                sampan network create other > /dev/null
                serve elsewhere --network other -p 8082:80
                sampan port web
                sampan port elsewhere
                """);
        assertThat(result.succeeds().out()).isEqualTo("""
                125
                80/tcp -> 127.0.0.1:8080
                81/tcp -> 0.0.0.0:8081
                80/tcp -> 0.0.0.0:8082
                """);
    }

    /** This kernel may have no sockets of SCTP; the rule that leads to one is there all the same. */
    @Test
    void aPortOfSctpIsPublishedByTheSameMap() {
        Sampan.Result result = inNamespace("""
                serve web -p 127.0.0.1:9000:9001/sctp
                sampan port web
                address=$(sampan inspect -f '{{.NetworkSettings.IPAddress}}' web)
                nft list ruleset | grep -c "sctp . 127.0.0.1 . 9000 : $address . 9001"
                sampan rm -f web > /dev/null
                until_up sh -c '! nft list ruleset | grep -q "sctp . 127"'
                """);
        assertThat(result.succeeds().out()).isEqualTo("9001/sctp -> 127.0.0.1:9000\n1\n");
    }

    /** From another machine; the host's ports of a range are those of the container's in the same order. */
    @Test
    void aRangeAPortOfUdpAndOneThatTheImageNamesLeadToTheirPorts() {
        Sampan.Result result = inNamespace(NetworkAttackTest.BEGIN + """
                cat > $dir/port <<-'PERL'
                use IO::Socket::INET;
                my $server = IO::Socket::INET->new(LocalPort => $ARGV[0], Listen => 9, ReuseAddr => 1) or die $@;
                while (my $caller = $server->accept) { <$caller>; print $caller "port $ARGV[0]\\n"; close $caller }
                PERL
                cat > $dir/udp <<-'PERL'
                use IO::Socket::INET;
                my $socket = IO::Socket::INET->new(@ARGV == 1 ? (LocalPort => $ARGV[0]) : (PeerHost => $ARGV[0], PeerPort => $ARGV[1]), Proto => "udp") or die $@;
                alarm 60 if @ARGV > 1;
                $socket->send("?") if @ARGV > 1;
                do { $socket->recv(my $heard, 99); @ARGV > 1 ? print "$heard\\n" : $socket->send($socket->peerhost) } while @ARGV == 1;
                PERL
                sampan run -d --name web -P --expose 83 -p 198.51.100.1:8000-8002:80-82 -p 9000:90/udp localhost/busybox sleep 1000 > /dev/null
                for port in 80 81 82 83; do
                    behind web perl $dir/port $port
                    until_up inside web perl $dir/knock $port
                done
                behind web perl $dir/udp 90
                until_up inside web perl $dir/udp 127.0.0.1 90
                sampan port web | grep -v ^83 | sort
                for port in 8000 8001 8002; do $outside perl $dir/ask 198.51.100.1 $port; done
                $outside perl $dir/ask 198.51.100.1 $(sampan port web 83 | cut -d: -f2)
                $outside perl $dir/udp 198.51.100.1 9000
                """);
        assertThat(result.succeeds().out()).isEqualTo("""
                80/tcp -> 198.51.100.1:8000
                81/tcp -> 198.51.100.1:8001
                82/tcp -> 198.51.100.1:8002
                90/udp -> 0.0.0.0:9000
                port 80
                port 81
                port 82
                port 83
                198.51.100.9
                """);
    }

    /** What leaves carries the host's address, unless the network says that the world knows the way to it. */
    @Test
    void withoutMasqueradeWhatLeavesCarriesTheContainersAddress() {
        Sampan.Result result = inNamespace(NetworkAttackTest.BEGIN + """
                cat > $dir/from <<-'PERL'
                use IO::Socket::INET;
                $| = 1;
                my $socket = IO::Socket::INET->new(LocalPort => 53, Proto => "udp") or die $@;
                print "ready\\n";
                while (1) { $socket->recv(my $heard, 999); print $socket->peerhost, "\\n" }
                PERL
                $outside perl $dir/from > $dir/seen &
                started="$started $!"
                until_up grep ready $dir/seen
                ask() { sampan run --rm "$@" localhost/busybox timeout 1 nslookup -type=a x 198.51.100.9; grep $from $dir/seen; }
                sampan network create --subnet 10.231.74.0/24 -o com.docker.network.bridge.enable_ip_masquerade=false known > /dev/null
                from=10.231
                until_up ask --network known --ip 10.231.74.7
                from=198.51
                until_up ask
                sort -u $dir/seen
                """);
        assertThat(result.succeeds().out()).isEqualTo("10.231.74.7\n198.51.100.1\nready\n");
    }
}
