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
                until_up curl -s -m 5 -o /dev/null http://127.0.0.1:8080/hostname
                echo loopback4 $(get 127.0.0.1 8080)
                echo loopback6 $(get '[::1]' 8080)
                echo host6 $(get '[fd00:99::1]' 8080)
                hairpin() { printf 'GET /hostname HTTP/1.0\\r\\n\\r\\n' | sampan exec -i $1 nc -w 5 fd00:99::1 8080 | tail -1; }
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
                until_up curl -s -m 5 -o /dev/null http://127.0.0.1:8080/hostname
                address=$(sampan inspect -f '{{.NetworkSettings.Networks.apart.IPAddress}}' web)
                gateway=$(sampan network inspect -f '{{(index .IPAM.Config 0).Gateway}}' apart)
                ask() { printf 'GET /hostname HTTP/1.0\\r\\n\\r\\n' | sampan run -i --rm --network apart localhost/busybox nc -w 2 $1 $2 2> /dev/null | tail -1; }
                echo directly $(ask $address 80)
                echo published $(ask $gateway 8080)
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
                until_up curl -s -m 5 -o /dev/null http://127.0.0.1:8080/hostname
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
}
