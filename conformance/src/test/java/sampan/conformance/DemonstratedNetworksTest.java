package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a tour of Docker's networks shows with docker, brctl, iptables, ss, ps, dig and ping: the same is there, with ip and nft in the place of brctl and iptables, and no proxies. */
final class DemonstratedNetworksTest extends OwnNetworkTest {
    private static final String BEGIN = """
            start() { name=$1; shift; sampan run -dit --name $name "$@" localhost/busybox sh > /dev/null; }
            proxies() { n=0; for p in $(pgrep docker-proxy); do [ $(readlink /proc/$p/ns/net) != $(readlink /proc/self/ns/net) ] || n=$((n + 1)); done; echo $n; }
            bridges() { ip -o link show type bridge | grep -c -E ' (sampan|sn)-'; }
            """;

    @Test
    void bridgesPortsNamesAndIsolation() {
        Sampan.Result result = inNamespace(BEGIN + """
                sampan network create test > /dev/null
                start host1 --net test -P --expose 80
                start host2 --net test -P --expose 80
                sampan ps --format '{{.Names}} {{.Ports}}' | sed 's/:[0-9]*->/:PORT->/' | sort
                bridges
                table=$(nft list tables inet | grep -v guard | grep -o 'sampan_.*')
                nft list map inet $table anywhere4 | grep -o 'tcp . [0-9]* :' | wc -l
                start ports --net test -p 76-85:76-85
                sampan port ports | wc -l
                proxies

                sampan exec host1 ping -c 1 -W 30 host2 | grep -o '1 packets received'
                sampan exec host1 nslookup -type=a host2 | grep -c Name:
                sampan exec host2 grep nameserver /etc/resolv.conf
                sampan exec host2 netstat -an | grep -c 127.0.0.11
                sampan network create test2 > /dev/null
                start host3 --net test2 -P --expose 80
                bridges
                address=$(sampan inspect -f '{{.NetworkSettings.Networks.test2.IPAddress}}' host3)
                sampan exec host1 ping -c 1 -W 1 $address | grep -o '0 packets received'
                sampan exec host1 nslookup -type=a host3 > /dev/null && echo found || echo unknown
                """);
        assertThat(result.succeeds().out()).isEqualTo("""
                host1 0.0.0.0:PORT->80/tcp
                host2 0.0.0.0:PORT->80/tcp
                1
                2
                10
                0
                1 packets received
                1
                nameserver 127.0.0.11
                2
                2
                0 packets received
                unknown
                """);
    }

    @Test
    void onTheUsualNetworkThereAreLinks() {
        Sampan.Result result = inNamespace(BEGIN + """
                start def-host1 -P --expose 80
                start def-host2 -P --expose 80
                sampan exec def-host1 grep -c 127.0.0.11 /etc/resolv.conf || true
                sampan exec def-host2 grep -c def-host1 /etc/hosts || true
                start def-host3 --link def-host1 -P --expose 80
                sampan exec def-host3 ping -c 1 -W 30 def-host1 | grep -o '1 packets received'
                sampan exec def-host3 cat /etc/hosts | grep -c def-host1
                sampan network create late > /dev/null
                start far --net late
                sampan network connect --link far:near late def-host3
                sampan exec def-host3 ping -c 1 -W 30 near | grep -o '1 packets received'
                sampan exec far nslookup -type=a near > /dev/null && echo found || echo unknown
                """);
        assertThat(result.succeeds().out()).isEqualTo("""
                0
                0
                1 packets received
                1
                1 packets received
                unknown
                """);
    }
}
