package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks that the plugins of the Container Network Interface make: those that Debian has in containernetworking-plugins. */
final class PluginNetworkTest extends OwnNetworkTest {
    /**
     * {@code conf NAME MORE} writes a network with a bridge and addresses that are kept below {@code $dir}, and MORE plugins; {@code given_back NAME} waits until
     * nobody has an address of it.
     */
    private static final String CONFIGURATIONS = """
            dir=$(mktemp -d)
            trap 'rm -rf $dir' EXIT
            conf() { cat > $dir/$1.conflist <<-CONF
            {"cniVersion": "1.0.0", "name": "$1", "plugins": [
              {"type": "bridge", "bridge": "cnitest0", "isGateway": true, "hairpinMode": true,
               "ipam": {"type": "host-local", "dataDir": "$dir", "ranges": [[{"subnet": "10.231.77.0/24"}]], "routes": [{"dst": "0.0.0.0/0"}]}}$2]}
            CONF
            sampan network create -d cni -o conf=$dir/$1.conflist $1 > $dir/id; }
            given_back() { until_up sh -c "! ls $dir/$1 | grep '^10'"; }
            """;

    @TempDir
    Path folder;

    private static boolean isMissing() {
        boolean missing = !Files.isExecutable(Path.of("/usr/lib/cni/bridge"));
        if (missing) {
            System.out.println("not tested, as containernetworking-plugins is not installed: CNI");
        }
        return missing;
    }

    @Test
    void aContainerHasTheAddressThatThePluginsGaveAndIsFoundByItsName() {
        if (isMissing()) {
            return;
        }
        Sampan.Result result = inNamespace(CONFIGURATIONS + """
                conf plain
                sampan network ls -f driver=cni --format '{{.Name}} {{.Driver}}'
                serve web --network plain
                sampan inspect -f '{{.NetworkSettings.Networks.plain.IPAddress}}/{{.NetworkSettings.Networks.plain.IPPrefixLen}} {{.NetworkSettings.Networks.plain.Gateway}}' web
                sampan exec web ip route | grep -c 'default via 10.231.77.1 dev eth0'
                sampan run --rm --network plain localhost/busybox ping -c 1 -W 30 web | grep -o '1 packets received'
                sampan network disconnect plain web
                sampan exec web ip link | grep -c eth0 || true
                given_back plain
                sampan network connect plain web
                sampan exec web ip link | grep -c eth0
                sampan rm -f web > /dev/null
                given_back plain
                sampan network rm plain
                """);
        assertThat(result.succeeds().out()).isEqualTo("""
                plain cni
                10.231.77.2/24 10.231.77.1
                1
                1 packets received
                0
                1
                plain
                """);
    }

    @Test
    void portsAreThePluginsToo() {
        if (isMissing()
                || Sampan.finish(new byte[0], new ProcessBuilder("unshare", "-n", "iptables", "-t", "nat", "-S"))
                                .code()
                        != 0) {
            return;
        }
        Sampan.Result result = inNamespace(CONFIGURATIONS + """
                conf ports ', {"type": "portmap", "capabilities": {"portMappings": true}}'
                serve web --network ports -p 8080:80
                until_up curl -s -m 60 -o /dev/null http://10.231.77.1:8080/hostname
                get 10.231.77.1 8080
                sampan ps --format '{{.Ports}}'
                sampan rm -f web > /dev/null
                until_up sh -c '! iptables -t nat -S | grep -q 8080'
                given_back ports
                """);
        assertThat(result.succeeds().out()).isEqualTo("web\n0.0.0.0:8080->80/tcp\n");
    }

    /** Killed while a container runs, and while one ends: its address is given back by the next engine. */
    @Test
    void noAddressIsLostWithAKilledEngine() {
        if (isMissing()) {
            return;
        }
        Sampan.Result result = inNamespace(CONFIGURATIONS + """
                kill_engine() { for p in /proc/[0-9]*; do case $(tr '\\0' ' ' < $p/cmdline 2> /dev/null) in *engine.args*$SAMPAN_EXEC_ROOT*|*$SAMPAN_EXEC_ROOT*engine.args*) kill -9 ${p#/proc/};; esac; done; }
                conf kept
                serve one --network kept
                serve two --network kept
                pid=$(sampan inspect -f '{{.State.Pid}}' two)
                kill_engine
                kill -9 $pid
                until_up sh -c 'sampan ps -a --filter name=two --format "{{.Status}}" | grep Exited'
                until_up sh -c "[ \\$(ls $dir/kept | grep -c '^10') = 1 ]"
                sampan run --rm --network kept localhost/busybox ping -c 1 -W 30 one | grep -o '1 packets received'
                sampan rm -f one > /dev/null
                given_back kept
                """);
        assertThat(result.succeeds().out()).isEqualTo("1 packets received\n");
    }

    @Test
    void whatOnePluginMadeIsTakenAwayWhenTheNextOneFails() {
        if (isMissing()) {
            return;
        }
        Sampan.Result result = inNamespace(CONFIGURATIONS + """
                conf broken ', {"type": "tuning", "sysctl": {"net.ipv4.conf.none.such": "1"}}'
                sampan run --rm --network broken localhost/busybox true || echo $?
                given_back broken
                until_up sh -c '[ -z "$(ip -o link show type veth)" ]'
                """);
        assertThat(result.succeeds().out()).isEqualTo("125\n");
        assertThat(result.err()).contains("network broken: plugin tuning failed (ADD): ");
    }

    @Test
    void aConfigurationThatIsInstalledIsFoundByTheNetworksName() {
        if (isMissing()) {
            return;
        }
        Sampan.Result result = inNamespace(CONFIGURATIONS + """
                export dir
                mkdir $dir/etc
                cat > $dir/inside <<-'INSIDE'
                mount -t tmpfs tmpfs $dir/etc
                mkdir -p $dir/etc/upper $dir/etc/work
                mount -t overlay -o lowerdir=/etc,upperdir=$dir/etc/upper,workdir=$dir/etc/work overlay /etc
                mkdir -p /etc/cni/net.d/01-folder.conf
                echo '{' > /etc/cni/net.d/05-broken.conf
                cat > /etc/cni/net.d/10-installed.conflist <<-CONF
                {"cniVersion": "0.4.0", "name": "installed", "plugins": [{"type": "bridge", "bridge": "cnitest1", "isGateway": true,
                  "ipam": {"type": "host-local", "dataDir": "$dir", "subnet": "10.231.76.0/24"}}]}
                CONF
                sampan network create -d cni installed > /dev/null
                sampan run --rm --network installed localhost/busybox ip -4 -o address show eth0 | grep -o '10.231.76.2/24'
                sampan network create -d cni nosuch || true
                INSIDE
                unshare -m sh -e $dir/inside
                """);
        assertThat(result.succeeds().out()).isEqualTo("10.231.76.2/24\n");
        assertThat(result.err()).contains("/etc/cni/net.d has no network of that name");
    }

    @Test
    void aCardOfTheHostsIsSharedByAPluginToo() {
        if (isMissing()) {
            return;
        }
        Sampan.Result result = inNamespace(CONFIGURATIONS + """
                ip link add outside type bridge
                ip link set outside up
                ip link add link outside probe type macvlan mode bridge 2> /dev/null || { echo 'not tested, as this kernel has no macvlan'; exit 0; }
                ip link del probe
                cat > $dir/mac.conf <<-CONF
                {"cniVersion": "1.0.0", "name": "mac", "type": "macvlan", "master": "outside", "mode": "bridge",
                 "ipam": {"type": "host-local", "dataDir": "$dir", "subnet": "10.231.75.0/24"}}
                CONF
                sampan network create -d cni -o conf=$dir/mac.conf mac > /dev/null
                serve web --network mac
                first=$(sampan inspect -f '{{.State.Pid}}' web)
                nsenter --net=/proc/$first/ns/net ip -d link show eth0 | grep -o 'macvlan mode bridge'
                sampan run --rm --network mac localhost/busybox ping -c 1 -W 30 web | grep -o '1 packets received'
                sampan rm -f web > /dev/null
                until_up sh -c "! ls $dir/mac | grep '^10'"
                """);
        assertThat(result.succeeds().out().strip())
                .isIn("macvlan mode bridge\n1 packets received", "not tested, as this kernel has no macvlan");
    }

    /** CHECK: what a container has not any more that plugins gave it is told by the next engine. */
    @Test
    void whatHasGoneBehindThePluginsBacksIsToldByTheNextEngine() {
        if (isMissing()) {
            return;
        }
        Sampan.Result result = inNamespace(CONFIGURATIONS + """
                kill_engine() { for p in /proc/[0-9]*; do case $(tr '\\0' ' ' < $p/cmdline 2> /dev/null) in *engine.args*$SAMPAN_EXEC_ROOT*|*$SAMPAN_EXEC_ROOT*engine.args*) kill -9 ${p#/proc/};; esac; done; }
                conf looked
                serve whole --network looked
                serve broken --network looked
                first=$(sampan inspect -f '{{.State.Pid}}' broken)
                sampan inspect -f '{{.Id}}' broken > $dir/broken
                nsenter --net=/proc/$first/ns/net ip address flush dev eth0
                kill_engine
                until_up sampan ps
                until_up grep "plugin bridge failed (CHECK)" $SAMPAN_EXEC_ROOT/engine.log
                grep -c "network looked of container $(cat $dir/broken)" $SAMPAN_EXEC_ROOT/engine.log
                grep -c "network looked of container" $SAMPAN_EXEC_ROOT/engine.log
                """);
        assertThat(result.succeeds().out()).isEqualTo("1\n1\n");
    }

    /** CVE-2021-20206: a plugin's name is the name of a file, and no way to another folder: what is there is not run. */
    @Test
    void cve2021x20206() throws IOException {
        Path program = Files.createFile(
                folder.resolve("program"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Files.writeString(program, "#!/bin/sh\ntouch " + folder + "/ran\n");
        for (String type :
                List.of("../../.." + program, program.toString(), "./bridge", "..", "", "bridge/../bridge")) {
            assertThat(refused("{\"cniVersion\": \"1.0.0\", \"name\": \"x\", \"type\": \"" + type + "\"}"))
                    .isEqualTo("Error response from daemon: invalid CNI configuration: \"type\" is \"" + type + "\"");
        }
        assertThat(folder.resolve("ran")).doesNotExist();
    }

    @Test
    void aConfigurationThatIsNoneIsRefusedInASentence() {
        assertThat(refused("{\"cniVersion\": \"1.0.0\", \"name\": \"../x\", \"type\": \"bridge\"}"))
                .contains("\"name\" is \"../x\"");
        assertThat(refused("{\"cniVersion\": \"9\", \"name\": \"x\", \"type\": \"bridge\"}"))
                .contains("cniVersion 9 is none of 0.3.0, 0.3.1, 0.4.0, 1.0.0");
        assertThat(refused("{\"cniVersion\": \"1.0.0\", \"name\": \"x\", \"type\": \"nosuch\"}"))
                .contains("CNI plugin \"nosuch\" is in none of /usr/lib/cni");
        assertThat(refused("{\"cniVersion\": \"1.0.0\"")).contains("it is not JSON");
        assertThat(refused("/no/such/file")).isEqualTo("open /no/such/file: no such file or directory");
    }

    private String refused(String configuration) {
        // In the namespace, too: an engine looks after what another one's plugins left, where it runs itself.
        Sampan.Result result = inNamespace("sampan network create -d cni -o conf='" + configuration + "' x");
        assertThat(result.code()).isNotZero();
        return result.err().strip();
    }
}
