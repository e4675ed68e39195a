package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Name servers of a host as people have them: one on its loopback, as systemd-resolved's, that asks the office's server for the office's names and the provider's for all
 * others. Each of the two is on a machine of its own. (dnsmasq(8))
 */
final class HostResolverTest extends OwnNetworkTest {
    private static final Path RESOLVED_ROOT = Path.of("target/resolved").toAbsolutePath();
    private static final Path RESOLVED = RESOLVED_ROOT.resolve("lib/systemd/systemd-resolved");

    /**
     * {@code machine NAME NET} makes one at NET.9, and {@code $(at NAME) COMMAND...} runs there; {@code serves LOG COMMAND OPTION...} begins a name server that writes down
     * what it is asked, and {@code asked LOG} prints those names.
     */
    private static final String BEGIN = """
            dir=$(mktemp -d)
            started=
            clean() { code=$?; set +e; sampan rm -f $(sampan ps -aq) > /dev/null 2>&1; kill $started 2> /dev/null; wait; rm -rf $dir; exit $code; }
            trap clean EXIT
            mount -t tmpfs tmpfs /run
            at() { echo nsenter --net=/proc/$(cat $dir/$1.pid)/ns/net; }
            machine() {
                unshare -n sleep 1000 &
                echo $! > $dir/$1.pid
                started="$started $!"
                until_up sh -c "[ \\$(readlink /proc/$!/ns/net) != \\$(readlink /proc/self/ns/net) ]"
                ip link add $1 type veth peer name wire netns $!
                ip address add $2.1/24 dev $1
                ip link set $1 up
                $(at $1) sh -c "ip link set lo up; ip address add $2.9/24 dev wire; ip link set wire up; ip route add default via $2.1"
            }
            serves() { log=$1; shift; "$@" -C /dev/null -k -u root -x '' -R -h -z --log-queries --log-facility=$dir/$log > /dev/null 2>&1 & started="$started $!"; until_up grep started $dir/$log; }
            asked() { grep -o 'query\\[[A-Z]*\\] [a-z.]* ' $dir/$1 | cut -d' ' -f2 | sort -u | tr '\\n' ' '; echo; }
            machine office 10.77.1
            machine provider 10.77.2
            serves office.log $(at office) dnsmasq --host-record=intranet.office.example,10.77.1.80 --local=/example/
            serves provider.log $(at provider) dnsmasq --host-record=www.world.example,198.51.100.80 --local=/example/ --txt-record=big.world.example,$(printf '%0200d,%0200d,%0200d' 1 2 3)
            serves stub.log dnsmasq -a 127.0.0.53 --server=/office.example/10.77.1.9 --server=10.77.2.9
            stub=$!
            printf 'nameserver 127.0.0.53\\noptions edns0 trust-ad\\nsearch office.example\\n' > $dir/resolv.conf
            mount --bind $dir/resolv.conf /etc/resolv.conf
            sampan network create lab > /dev/null
            serve client --network lab
            look() { sampan exec $1 nslookup -type=a $2 2>&1 | grep -o -E '^Address: .*|NXDOMAIN|SERVFAIL' | tail -n 1; }
            """;

    private Sampan.Result onHost(String script) {
        assumeTrue(Files.isExecutable(Path.of("/usr/sbin/dnsmasq")), "needs dnsmasq");
        return inNamespaces(BEGIN + script);
    }

    @Test
    void aServerOnTheHostsLoopbackIsAskedAndDecidesWhomItAsks() {
        Sampan.Result result = onHost("""
                sampan exec client cat /etc/resolv.conf
                look client intranet.office.example.
                look client www.world.example.
                look client nowhere.world.example.
                sampan exec client ping -c 1 -W 1 intranet | head -n 1 | cut -d: -f1
                asked office.log
                asked provider.log
                """);
        assertThat(result.succeeds().out()).isEqualTo("""
                nameserver 127.0.0.11
                search office.example
                options edns0 trust-ad ndots:0
                Address: 10.77.1.80
                Address: 198.51.100.80
                NXDOMAIN
                PING intranet (10.77.1.80)
                intranet.office.example\s
                intranet nowhere.world.example www.world.example\s
                """);
    }

    /**
     * systemd-resolved itself, which asks the office's server for the office's names and the provider's for the rest because of the links they are on. Its user and its
     * knowledge of links, which systemd-networkd would write, are this test's.
     */
    @Test
    void systemdResolvedAsksTheServerOfTheLinkWhoseDomainItIs() {
        assumeTrue(
                Files.isExecutable(RESOLVED), "conformance/resolved was not run, or could not have Debian's packages");
        Sampan.Result result = onHost("""
                cp /etc/passwd /etc/group $dir
                echo 'systemd-resolve:x:991:991::/:/usr/sbin/nologin' >> $dir/passwd
                echo 'systemd-resolve:x:991:' >> $dir/group
                mount --bind $dir/passwd /etc/passwd
                mount --bind $dir/group /etc/group
                mkdir -p /run/systemd/netif/links /run/systemd/resolved.conf.d
                printf '[Resolve]\\nDNSSEC=no\\nFallbackDNS=\\nLLMNR=no\\nMulticastDNS=no\\n' > /run/systemd/resolved.conf.d/ours.conf
                link() { printf "ADMIN_STATE=configured\\nOPER_STATE=routable\\nCARRIER_STATE=carrier\\nADDRESS_STATE=routable\\nDNS=$2\\nDOMAINS=$3\\nROUTE_DOMAINS=$4\\n" > /run/systemd/netif/links/$(ip -o link show $1 | cut -d: -f1); }
                link office 10.77.1.9 office.example
                link provider 10.77.2.9 '' .
                kill $stub
                wait $stub || true
                LD_LIBRARY_PATH=RESOLVED/usr/lib/x86_64-linux-gnu/systemd RESOLVED/lib/systemd/systemd-resolved > $dir/resolved.log 2>&1 & started="$started $!"
                until_up grep 10.77.1.9 /run/systemd/resolve/resolv.conf
                until_up grep 10.77.2.9 /run/systemd/resolve/resolv.conf
                until_up grep 'nameserver 127.0.0.53' /run/systemd/resolve/stub-resolv.conf
                cat /run/systemd/resolve/stub-resolv.conf > /etc/resolv.conf
                look client intranet.office.example.
                look client www.world.example.
                look client nowhere.world.example.
                serve plain
                sampan exec plain cat /etc/resolv.conf | grep -c 'nameserver 10.77'
                asked office.log
                asked provider.log
                asked stub.log
                """.replace("RESOLVED", RESOLVED_ROOT.toString()));
        assertThat(result.succeeds().out()).isEqualTo("""
                Address: 10.77.1.80
                Address: 198.51.100.80
                NXDOMAIN
                2
                intranet.office.example\s
                nowhere.world.example www.world.example\s

                """);
    }

    /** TXT of 600 bytes: what has no room in a datagram is said to be cut off, and is had by TCP. */
    @Test
    void whatHasNoRoomInADatagramIsHadByTcp() {
        Sampan.Result result = onHost("""
                cat > $dir/ask <<-'PERL'
                use IO::Socket::INET;
                my $query = pack("n6", 77, 0x100, 1, 0, 0, 0) . join("", map { pack("C/a", $_) } qw(big world example)) . pack("Cnn", 0, 16, 1);
                my $udp = IO::Socket::INET->new(PeerAddr => "127.0.0.11", PeerPort => 53, Proto => "udp") or die $!;
                $udp->send($query);
                $udp->recv(my $short, 4096);
                print unpack("x2n", $short) & 0x200 ? "cut off" : "whole", " ", length($short) <= 512 ? "short" : "long", "\\n";
                my $tcp = IO::Socket::INET->new(PeerAddr => "127.0.0.11", PeerPort => 53, Proto => "tcp") or die $!;
                print $tcp pack("n/a", $query);
                read $tcp, my $length, 2;
                read $tcp, my $long, unpack("n", $length);
                print unpack("x2n", $long) & 0x200 ? "cut off" : "whole", " ", length($long) > 600 ? "long" : "short", "\\n";
                PERL
                nsenter --net=/proc/$(sampan inspect -f '{{.State.Pid}}' client)/ns/net perl $dir/ask
                """);
        assertThat(result.succeeds().out()).isEqualTo("cut off short\nwhole long\n");
    }

    /** Which a container of the usual network asks itself: there the stub is out of its reach, and those behind it are not. */
    @Test
    void onTheUsualNetworkTheServersBehindTheStubAreAsked() {
        Sampan.Result result = onHost("""
                mkdir -p /run/systemd/resolve
                printf 'nameserver 10.77.1.9\\nnameserver 10.77.2.9\\nsearch office.example\\n' > /run/systemd/resolve/resolv.conf
                serve plain
                sampan exec plain cat /etc/resolv.conf
                look plain intranet.office.example.
                sampan run --rm --network host localhost/busybox nslookup -type=a intranet.office.example. | grep -c 10.77.1.80
                """);
        assertThat(result.succeeds().out()).isEqualTo("""
                nameserver 10.77.1.9
                nameserver 10.77.2.9
                search office.example
                Address: 10.77.1.80
                1
                """);
    }
}
