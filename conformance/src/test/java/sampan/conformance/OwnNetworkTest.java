package sampan.conformance;

import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A test class whose engine, and what its scripts do to "the host", is in a network namespace of each test's own. */
abstract class OwnNetworkTest extends EngineTest {
    /** {@code get ADDRESS PORT} prints what a web server answers; {@code until_up COMMAND} waits for it to succeed; what {@code serve NAME} starts, listens. */
    private static final String BEGIN = """
            set -e
            ip link set lo up
            until_up() { i=0; until "$@" > /dev/null 2>&1; do i=$((i + 1)); [ $i -lt 1800 ] || { echo "never: $*"; exit 9; }; sleep 0.1; done; }
            get() { curl -s -m 60 "http://$1:$2/hostname" || echo nothing; }
            listens() { of=/proc/$(sampan inspect -f '{{.State.Pid}}' $1)/net; until_up grep -q ':0050 [0-9A-F:]* 0A ' $of/tcp $of/tcp6; }
            serve() { name=$1; shift; sampan run -d --name $name --hostname $name "$@" localhost/busybox httpd -f -p 80 -h /etc > /dev/null && listens $name; }
            """;

    @AfterEach
    void removeEverything() {
        run("-n", "sampan rm -f $(sampan ps -aq); sampan network prune -f; true");
        sampan().killEngine();
    }

    /** Runs shell lines there; the engine that starts on demand is there, too. */
    Sampan.Result inNamespace(String script) {
        return run("-n", BEGIN + script);
    }

    /** The same where mounts are of the script's own, too. */
    Sampan.Result inNamespaces(String script) {
        return run("-nm", BEGIN + script);
    }

    private Sampan.Result run(String namespaces, String script) {
        ProcessBuilder command = sampan().command();
        String path = Sampan.binary().getParent() + ":" + command.environment().get("PATH");
        command.environment().put("PATH", path + ":/usr/sbin:/sbin");
        command.command(List.of("unshare", namespaces, "sh", "-c", script));
        return Sampan.finish(new byte[0], command);
    }
}
