package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** CVE-2025-9074, CVE-2021-4024: of all ports of all of the host's addresses, a container reaches those that are published, and of a neighbour on another network none. */
final class PortScanTest extends OwnNetworkTest {
    /**
     * Services of the host at all of its addresses, a container {@code web} with published ports on the network {@code other}, and an {@code attacker} on {@code six}.
     * {@code scan KIND ADDRESS...} prints what answers there: by TCP over IPv4 it knocks at every port of each, else at every port of the first and at 1024 of the others;
     * and at those where somebody listens again.
     */
    private static final String BEGIN = NetworkAttackTest.BEGIN + """
            cat > $dir/open <<-'PERL'
            use Socket qw(:all);
            my ($all, %sockets) = ("");
            for my $port (@ARGV) {
                for my $type (SOCK_STREAM, SOCK_DGRAM) {
                    socket(my $socket, AF_INET6, $type, 0) or die $!;
                    bind $socket, pack_sockaddr_in6($port, inet_pton(AF_INET6, "::")) or die "$port: $!";
                    if ($type == SOCK_STREAM) { listen $socket, 9 } else { vec($all, fileno $socket, 1) = 1 }
                    $sockets{fileno $socket} = $socket;
                }
            }
            while (select my $ready = $all, undef, undef, undef) {
                for (grep { vec $ready, $_, 1 } keys %sockets) {
                    my $from = recv $sockets{$_}, my $question, 9, 0;
                    send $sockets{$_}, "yes", 0, $from if defined $from;
                }
            }
            PERL
            cat > $dir/scan <<-'PERL'
            use Socket qw(:all);
            my ($kind, $own) = (shift, shift);
            my %open;
            sub from { my $from = shift; sockaddr_family($from) == AF_INET ? (unpack_sockaddr_in $from) : (unpack_sockaddr_in6 $from)[0, 1] }
            sub syn {
                my ($address, $port) = @_;
                my $sum = 0;
                if (length $address == 4) {
                    $sum = unpack "%32n*", inet_aton($own) . $address . pack "n10", 6, 20, 7, $port, 0, 1, 0, 0, 0x5002, 1024;
                    $sum = ($sum & 0xffff) + ($sum >> 16) while $sum >> 16;
                }
                return pack "n2N2n4", 7, $port, 1, 0, 0x5002, 1024, ~$sum & 0xffff, 0;
            }
            for my $name (@ARGV) {
                my $family = $name =~ /:/ ? AF_INET6 : AF_INET;
                my $address = inet_pton $family, $name;
                socket(my $socket, $family, ($kind eq "udp" ? SOCK_DGRAM : SOCK_RAW) | 04000, $kind eq "udp" ? 0 : 6) or die $!;
                setsockopt $socket, SOL_SOCKET, 33, pack "i", 8 << 20;
                setsockopt $socket, 41, 7, pack "i", 16 if $kind eq "tcp" && $family == AF_INET6;
                my $place = sub { $family == AF_INET ? pack_sockaddr_in($_[0], $address) : pack_sockaddr_in6($_[0], $address) };
                my $knock = sub { send $socket, $kind eq "udp" ? "?" : syn($address, $_[0]), 0, $place->($kind eq "udp" ? $_[0] : 0) };
                my $hear = sub {
                    while (my $from = recv $socket, my $packet, 100, 0) {
                        my ($port, $address) = from($from);
                        if ($kind eq "tcp") {
                            ($port, my $to, my $flags) = unpack +($family == AF_INET ? "x20" : "") . " n n x9 C", $packet;
                            next unless $to == 7 && $flags == 0x12;
                        }
                        $open{inet_ntop($family, $address) . " $port"} = 1;
                    }
                };
                for my $port (1 .. $kind eq "tcp" && $family == AF_INET || $name eq $ARGV[0] ? 65535 : 1024) {
                    $knock->($port);
                    $hear->() if $port % 100 == 0;
                }
                my $waiting = "";
                vec($waiting, fileno $socket, 1) = 1;
                for (1 .. 3) {
                    $knock->($_) for 22, 53, 80, 2375, 8080, 8081, 40000;
                    $hear->() while select(my $ready = $waiting, undef, undef, 1);
                }
            }
            print map { "$_\\n" } sort keys %open;
            PERL
            ip -6 address add 2001:db8:99::1/64 dev wire nodad
            sampan network create --ipv6 six > /dev/null
            sampan network create --ipv6 other > /dev/null
            sampan run -d --name web --network other -p 8080:80 -p 8080:80/udp -p 127.0.0.1:8081:80 -p 127.0.0.1:8081:80/udp localhost/busybox sleep 1000 > /dev/null
            sampan run -d --name attacker --network six localhost/busybox sleep 1000 > /dev/null
            perl $dir/open 22 53 2375 40000 &
            started="$started $!"
            behind web perl $dir/open 80
            until_up perl $dir/knock 22
            until_up perl $dir/knock 8081
            of() { sampan inspect -f "{{.NetworkSettings.Networks.$2.$3}}" $1; }
            gateway() { sampan network inspect -f "{{(index .IPAM.Config $2).Gateway}}" $1; }
            scan() { kind=$1; shift; inside attacker perl $dir/scan $kind $(of attacker six IPAddress) "$@"; }
            named() { sed "s/^$1 /gateway /; s/^$2 /foreign /" | sort; }
            """;

    @Test
    void cve2025x9074() {
        Sampan.Result result = inNamespace(BEGIN + """
                scan tcp $(gateway six 0) $(gateway other 0) 198.51.100.1 $(of web other IPAddress) | named $(gateway six 0) $(gateway other 0)
                scan udp 198.51.100.1 $(gateway six 0) | named $(gateway six 0) none
                """);
        assertThat(result.succeeds().out())
                .isEqualTo("198.51.100.1 8080\nforeign 8080\ngateway 8080\n" + "198.51.100.1 8080\ngateway 8080\n");
    }

    @Test
    void cve2025x9074_byIPv6() {
        assumeThat(Files.exists(Path.of("/proc/sys/net/ipv6"))).isTrue();
        Sampan.Result result = inNamespace(BEGIN + """
                scan tcp 2001:db8:99::1 $(gateway other 1) $(of web other GlobalIPv6Address) | named none $(gateway other 1)
                scan udp 2001:db8:99::1 $(gateway six 1) | named $(gateway six 1) none
                """);
        assertThat(result.succeeds().out())
                .isEqualTo("2001:db8:99::1 8080\nforeign 8080\n" + "2001:db8:99::1 8080\ngateway 8080\n");
    }
}
