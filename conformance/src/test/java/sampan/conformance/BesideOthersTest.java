package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who else makes bridges, rules and addresses on a host, at work on the same one: a network namespace of the test's own. */
final class BesideOthersTest extends OwnNetworkTest {
    /** Another machine at 198.51.100.9; {@code outside COMMAND...} runs there. {@code ours} publishes port 8080, {@code out} prints that it reaches the other machine, {@code shut} that it does not. */
    private static final String BEGIN = """
            dir=$(mktemp -d)
            started=
            last=true
            clean() { code=$?; set +e; $last > /dev/null 2>&1; kill $started 2> /dev/null; wait; umount $dir/exec/netns/default $dir/docker 2> /dev/null; rm -rf $dir; exit $code; }
            trap clean EXIT
            unshare -n sleep 1000 &
            machine=$!
            started=$machine
            outside() { nsenter --net=/proc/$machine/ns/net "$@"; }
            until_up sh -c "[ \\$(readlink /proc/$machine/ns/net) != \\$(readlink /proc/self/ns/net) ]"
            ip link add wire type veth peer name wire netns $machine
            ip address add 198.51.100.1/24 dev wire
            ip link set wire up
            outside sh -c 'ip link set lo up; ip address add 198.51.100.9/24 dev wire; ip link set wire up'
            echo 0 > /proc/sys/net/ipv4/ip_forward
            ours() { serve ours -p 8080:80; }
            out() { sampan exec ours ping -c 1 -W 30 198.51.100.9 | grep -o '[01] packets received' || true; }
            shut() { sampan exec ours ping -c 1 -W 3 198.51.100.9 | grep -o '[01] packets received' || true; }
            web() { curl -s -m 60 http://$1/hostname; }
            bridge() { ip -o link show type bridge | grep -o 'sampan-[0-9a-f]*' | head -n 1; }
            """;

    /** {@code networkd} starts one that claims every link of the host, and is told by a file to leave bridges and their links alone. */
    private static final String NETWORKD = """
            cat > $dir/50-all.network <<-'FILE'
            [Match]
            Name=*
            [Network]
            Address=203.0.113.5/24
            FILE
            cat > $dir/10-containers.network <<-'FILE'
            [Match]
            Name=sampan-* sn-* veth*
            [Link]
            Unmanaged=yes
            FILE
            cat > $dir/begin <<-'SCRIPT'
            mount -t tmpfs tmpfs /run
            mkdir -p /run/systemd/network /run/systemd/netif
            cp $0.d/*.network /run/systemd/network
            chown -R systemd-network /run/systemd
            mount -t sysfs -o ro sysfs /sys
            exec /usr/lib/systemd/systemd-networkd
            SCRIPT
            mkdir $dir/begin.d
            mv $dir/*.network $dir/begin.d
            networkd() { ip address flush dev wire; unshare -m sh $dir/begin > $dir/log 2>&1 & networkd=$!; started="$machine $networkd"; until_up sh -c 'ip address show wire | grep 203.0.113.5'; }
            """;

    private static boolean isMissing(String... programs) {
        List<String> missing = List.of(programs).stream()
                .filter(program -> !Files.isExecutable(Path.of(program)))
                .toList();
        if (!missing.isEmpty()) {
            System.out.println("not tested, as it is not installed: " + missing);
        }
        return !missing.isEmpty();
    }

    /** Its bridge, rules and proxies as they are by default. What it forwards of others is its own verdict, which two lines of its administrator change. */
    @Test
    void dockerd() {
        if (isMissing("/usr/sbin/dockerd", "/usr/bin/docker", "/usr/sbin/iptables")) {
            return;
        }
        Sampan.Result result = inNamespace(BEGIN + """
                /usr/sbin/dockerd --data-root $dir/docker --exec-root $dir/exec --pidfile $dir/pid -H unix://$dir/socket --storage-driver vfs > $dir/log 2>&1 &
                started="$started $!"
                theirs() { /usr/bin/docker -H unix://$dir/socket "$@"; }
                until_up theirs info
                last='theirs rm -f theirs'
                sampan save localhost/busybox | theirs load > /dev/null
                theirs run -d --name theirs --hostname theirs -p 8081:80 localhost/busybox httpd -f -p 80 -h /etc > /dev/null
                ours
                until_up web 127.0.0.1:8081
                web 127.0.0.1:8080
                web 127.0.0.1:8081
                shut
                iptables -I DOCKER-USER -j ACCEPT -i $(bridge)
                iptables -I DOCKER-USER -j ACCEPT -o $(bridge)
                out
                outside curl -s -m 60 http://198.51.100.1:8080/hostname
                outside curl -s -m 60 http://198.51.100.1:8081/hostname
                sampan rm -f ours > /dev/null
                theirs exec theirs ping -c 1 -W 30 198.51.100.9 | grep -o '1 packets received'
                theirs rm -f theirs > /dev/null
                """);
        assertThat(result.succeeds().out()).isEqualTo("""
                ours
                theirs
                0 packets received
                1 packets received
                ours
                theirs
                1 packets received
                """);
    }

    /** With the plugins of CNI, as Debian's has it. */
    @Test
    void podman() {
        if (isMissing("/usr/bin/podman", "/usr/sbin/runc", "/usr/lib/cni/bridge", "/usr/sbin/iptables")) {
            return;
        }
        Sampan.Result result = inNamespace(BEGIN + """
                mkdir $dir/networks
                theirs() { podman --root $dir/storage --runroot $dir/run --tmpdir $dir/tmp --network-config-dir $dir/networks --runtime /usr/sbin/runc --cgroup-manager cgroupfs --events-backend file --storage-driver vfs "$@"; }
                sampan save -o $dir/image localhost/busybox
                theirs load -q -i $dir/image > /dev/null
                before=true
                mountpoint -q /run/netns || before=false
                left() { theirs rm -f -t 0 -a; $before || umount /run/netns; }
                last=left
                ours
                theirs run -d --name theirs --hostname theirs --cap-add NET_RAW -p 8081:80 --ulimit nofile=512:512 --ulimit nproc=512:512 localhost/busybox httpd -f -p 80 -h /etc > /dev/null
                until_up web 127.0.0.1:8081
                web 127.0.0.1:8080
                echo $(web 127.0.0.1:8081)
                out
                outside curl -s -m 60 http://198.51.100.1:8080/hostname
                echo $(outside curl -s -m 60 http://198.51.100.1:8081/hostname)
                sampan rm -f ours > /dev/null
                theirs exec theirs ping -c 1 -W 30 198.51.100.9 | grep -o '1 packets received'
                ours
                theirs rm -f -t 0 theirs > /dev/null
                out
                """);
        assertThat(result.succeeds().out()).isEqualTo("""
                ours
                theirs
                1 packets received
                ours
                theirs
                1 packets received
                1 packets received
                """);
    }

    /** It begins anew while containers run. */
    @Test
    void systemdNetworkd() {
        if (isMissing("/usr/lib/systemd/systemd-networkd")) {
            return;
        }
        Sampan.Result result = inNamespace(BEGIN + NETWORKD + """
                networkd
                ours
                sampan network create lab > /dev/null
                serve second --network lab
                kill $networkd
                wait $networkd || true
                networkd
                ip address add 198.51.100.1/24 dev wire
                ip -4 -br address | grep -c -E '^(sampan-|sn-|veth).* 203\\.0\\.113\\.' || true
                ip -4 -br address | grep -c -E '^(sampan-|sn-)'
                web 127.0.0.1:8080
                sampan exec second nslookup -type=a second | grep -c Name:
                out
                """);
        assertThat(result.succeeds().out()).isEqualTo("0\n2\nours\n1\n1 packets received\n");
    }

    /** {@code firewalld} starts one, on a bus of its own and with settings and logs of its own, and waits until it has rules. */
    private static final String FIREWALLD = """
            cp -r /etc/firewalld $dir/etc
            mount --bind $dir/etc /etc/firewalld
            mount -t tmpfs tmpfs /run
            mount -t tmpfs tmpfs /var/log
            dbus-daemon --session --nofork --nopidfile --address=unix:path=$dir/bus > $dir/log 2>&1 &
            bus=$!
            started="$machine $bus"
            until_up test -S $dir/bus
            export DBUS_SYSTEM_BUS_ADDRESS=unix:path=$dir/bus
            firewalld() { /usr/sbin/firewalld --nofork --nopid > $dir/log 2>&1 & firewalld=$!; started="$machine $bus $firewalld"; until_up sh -c "nft list chain inet firewalld filter_FORWARD | grep reject"; }
            """;

    /** Its usual zone, and then the bridge in the trusted one, for which it begins anew while a container runs. */
    @Test
    void firewalld() {
        if (isMissing("/usr/sbin/firewalld", "/usr/bin/firewall-offline-cmd", "/usr/bin/dbus-daemon")) {
            return;
        }
        Sampan.Result result = inNamespaces(BEGIN + FIREWALLD + """
                firewalld
                ours
                until_up web 127.0.0.1:8080
                web 127.0.0.1:8080
                outside curl -s -m 60 http://198.51.100.1:8080/hostname
                shut
                firewall-offline-cmd --zone=trusted --add-interface=$(bridge) > /dev/null
                kill $firewalld
                wait $firewalld || true
                firewalld
                until_up sh -c "nft list table inet firewalld | grep $(bridge)"
                out
                outside curl -s -m 60 http://198.51.100.1:8080/hostname
                """);
        assertThat(result.succeeds().out()).isEqualTo("ours\nours\n0 packets received\n1 packets received\nours\n");
    }

    /**
     * The table that firewalld 1.3 makes for a host with one zone, for machines without the daemon: what is forwarded is refused unless it was published or its link is
     * trusted; each reload makes it anew.
     */
    @Test
    void theTableOfFirewalld() {
        Sampan.Result result = inNamespace(BEGIN + """
                firewalld() { nft -f - <<-RULES
                add table inet firewalld
                delete table inet firewalld
                table inet firewalld {
                  chain filter_INPUT {
                    type filter hook input priority filter + 10; policy accept;
                    ct state { established, related } accept
                    ct status dnat accept
                    iifname "lo" accept
                    $1
                    icmp type echo-request accept
                    reject with icmpx admin-prohibited
                  }
                  chain filter_FORWARD {
                    type filter hook forward priority filter + 10; policy accept;
                    ct state { established, related } accept
                    ct status dnat accept
                    iifname "lo" accept
                    $1
                    reject with icmpx admin-prohibited
                  }
                }
                RULES
                }
                firewalld
                ours
                web 127.0.0.1:8080
                outside curl -s -m 60 http://198.51.100.1:8080/hostname
                shut
                firewalld "iifname $(bridge) accept"
                out
                outside curl -s -m 60 http://198.51.100.1:8080/hostname
                """);
        assertThat(result.succeeds().out()).isEqualTo("ours\nours\n0 packets received\n1 packets received\nours\n");
    }
}
