package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Where networks are that name no subnet. */
final class NetworkSubnetTest extends OwnNetworkTest {
    /** The first one that is free is taken, and one that a VPN of the host's leads to, by a wider route, is not. */
    @Test
    void aSubnetThatTheHostHasARouteToIsLeftAlone() {
        Sampan.Result result = inNamespace("""
                made() { sampan network create $1 > /dev/null; sampan network inspect -f '{{(index .IPAM.Config 0).Subnet}}' $1; sampan network rm $1 > /dev/null; }
                first=$(made one)
                [ $(made two) = $first ] && echo the same
                ip link add vpn type bridge
                ip link set vpn up
                ip route add ${first%.*.*}.0.0/20 dev vpn
                third=$(made three)
                echo ${third#*/}
                [ $third != $first ] && echo another one
                ip route get ${third%.*}.1 | grep -c vpn || true
                """);
        assertThat(result.succeeds().out()).isEqualTo("the same\n24\nanother one\n0\n");
    }
}
