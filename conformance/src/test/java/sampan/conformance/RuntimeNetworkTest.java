package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** New network namespaces of containers: the engine has made some ahead, and nobody can tell them from others. */
final class RuntimeNetworkTest extends RuntimeTest {
    private static final String PLAIN = "\"terminal\": false";

    /** More than are ever ready. */
    private static final int CONTAINERS = 12;

    private static final String TTL = "/proc/sys/net/ipv4/ip_default_ttl";

    /** Links, routes, addresses and the settings that links to come will have. */
    private static final String LOOK =
            "cd /proc; cut -d: -f1 net/dev; cat net/fib_trie net/if_inet6 sys/net/ipv4/ip_default_ttl"
                    + " sys/net/ipv6/conf/default/accept_ra sys/net/ipv6/conf/*/disable_ipv6";

    private void runs(String linux) throws IOException {
        bundle.config(PLAIN, linux, "sleep", "100");
    }

    private String told(String id, String script) {
        return bundle.run("exec", id, "sh", "-c", script).succeeds().out();
    }

    /** Some change a setting of theirs, and all are there at once. */
    @Test
    void isNewForEachContainerAndAsTheKernelMakesIt() throws IOException {
        String fresh = Sampan.finish(
                        new byte[0],
                        new ProcessBuilder("unshare", "--net", "busybox", "sh", "-c", "ip link set lo up; " + LOOK))
                .succeeds()
                .out();
        Set<String> namespaces = new HashSet<>(
                Set.of(Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString()));
        for (int i = 0; i < CONTAINERS; i++) {
            String id = "c" + i;
            runs("");
            bundle.run("run", "--detach", id).succeeds();
            assertThat(told(id, LOOK)).isEqualTo(fresh);
            assertThat(namespaces.add(told(id, "readlink /proc/self/ns/net").strip()))
                    .isTrue();
            told(id, "echo 99 >" + TTL);
        }
    }

    @Test
    void hasTheSettingsThatItsContainerAsksFor() throws IOException {
        runs("\"sysctl\": {\"net.ipv4.ip_default_ttl\": \"99\"}, ");
        for (String id : List.of("one", "two")) {
            bundle.run("run", "--detach", id).succeeds();
            assertThat(told(id, "cat " + TTL)).isEqualTo("99\n");
        }
    }

    /** Only who has the capability where the namespace belongs can write it. */
    @Test
    void belongsToTheContainersUserNamespace() throws IOException {
        for (String place : List.of("proc", "dev", "")) {
            Path made =
                    Files.createDirectories(bundle.folder().resolve("rootfs").resolve(place));
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.setPosixFilePermissions(bundle.folder(), PosixFilePermissions.fromString("rwxr-xr-x"));
        String map = "[{\"containerID\": 0, \"hostID\": 200000, \"size\": 1000}],";
        for (String id : List.of("one", "two")) {
            runs("\"uidMappings\": " + map + "\"gidMappings\": " + map);
            bundle.edit(text -> text.replace("{\"type\": \"pid\"}", "{\"type\": \"pid\"}, {\"type\": \"user\"}"));
            bundle.run("run", "--detach", id).succeeds();
            bundle.run("exec", "--cap", "CAP_NET_ADMIN", id, "sh", "-c", "echo 99 >" + TTL)
                    .succeeds();
        }
    }
}
