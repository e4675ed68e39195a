package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Containers in the caller's mount namespace, or in another's, by {@code sampan-runtime}. */
final class RuntimeSharedMountsTest extends RuntimeTest {
    private static final String OWN = "{\"type\": \"mount\"},";
    private static final String LOOK = "readlink /proc/self/ns/mnt; ls /; ls /dev/pts; cat /proc/1/comm";

    @BeforeEach
    void needsAKernelThatMountsOnDetachedTrees() throws IOException {
        String[] version =
                Files.readString(Path.of("/proc/sys/kernel/osrelease")).split("[.-]", 3);
        int number = Integer.parseInt(version[0]) * 1000 + Integer.parseInt(version[1]);
        Assumptions.assumeTrue(number >= 6015, "no mounts on detached trees before Linux 6.15");
    }

    private void shares(String namespace, String... line) throws IOException {
        bundle.runs(line).edit(text -> text.replace(OWN, namespace));
    }

    private static String namespace(String process) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc", process, "ns/mnt")).toString();
    }

    private static List<String> mounts(String process) throws IOException {
        return Files.readAllLines(Path.of("/proc", process, "mountinfo"));
    }

    @Test
    void theCallersNamespaceIsSharedAndNothingIsMountedInIt() throws IOException {
        List<String> before = mounts("self");
        shares("", "sh", "-c", LOOK + "; mount -t tmpfs none /etc || echo no mounts here");
        assertThat(bundle.run("run", "guest").succeeds().out().lines())
                .startsWith(namespace("self"), "bin", "dev", "etc", "proc")
                .endsWith("ptmx", "sh", "no mounts here");
        assertThat(mounts("self")).isEqualTo(before);
        shares("", "sleep", "100");
        bundle.run("run", "-d", "guest").succeeds();
        assertThat(mounts("self")).isEqualTo(before);
        bundle.run("delete", "--force", "guest").succeeds();
    }

    /** runc and crun put the container's root in the place of everything that is mounted there. */
    @Test
    void anothersNamespaceIsJoinedAndKeepsItsRoot() throws Exception {
        Process other = new ProcessBuilder("unshare", "--mount", "sleep", "100").start();
        try {
            String pid = Long.toString(other.pid());
            await().until(() -> Proc.arguments(other.pid()).equals("sleep 100"));
            List<String> before = mounts(pid);
            shares("{\"type\": \"mount\", \"path\": \"/proc/" + pid + "/ns/mnt\"},", "sh", "-c", LOOK);
            assertThat(bundle.run("run", "guest").succeeds().out().lines())
                    .startsWith(namespace(pid), "bin", "dev", "etc", "proc")
                    .endsWith("ptmx", "cat");
            assertThat(mounts(pid)).isEqualTo(before);
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    /** With Docker's usual capabilities, CAP_SYS_CHROOT among them: what is above the root is nothing. */
    @Test
    void chrootAndDotDotLeadNotOut() throws IOException {
        Files.copy(Probe.compile("escape", bundle.folder()), bundle.folder().resolve("rootfs/bin/escape"));
        String secret = bundle.folder().resolve("config.json").toString();
        String chroot = "[\"CAP_SYS_CHROOT\", \"CAP_DAC_OVERRIDE\"]";
        String capabilities = "\"terminal\": false, \"capabilities\": {\"bounding\": " + chroot + ", \"effective\": "
                + chroot + ", \"permitted\": " + chroot + "}";
        bundle.config(capabilities, "", "escape", secret).edit(text -> text.replace(OWN, ""));
        assertThat(bundle.run("run", "guest").succeeds().out()).isEqualTo("inside\n");
        bundle.config(capabilities, "", "sleep", "100").edit(text -> text.replace(OWN, ""));
        bundle.run("run", "-d", "guest").succeeds();
        assertThat(bundle.run("exec", "guest", "escape", secret).succeeds().out())
                .isEqualTo("inside\n");
        bundle.run("delete", "--force", "guest").succeeds();
    }

    @Test
    void anExecHasTheContainersRootAndNamespaces() throws IOException {
        shares("", "sleep", "100");
        bundle.run("create", "guest").succeeds();
        bundle.run("start", "guest").succeeds();
        bundle.awaitProgram("guest", "sleep 100");
        assertThat(bundle.run("exec", "guest", "sh", "-c", LOOK)
                        .succeeds()
                        .out()
                        .lines())
                .startsWith(namespace("self"), "bin", "dev", "etc", "proc")
                .endsWith("ptmx", "sleep");
        assertThat(bundle.run("exec", "--user", "7:7", "guest", "sh", "-c", "id -u; pwd; ls /proc/1/root")
                        .out())
                .startsWith("7\n/\n");
        bundle.run("delete", "--force", "guest").succeeds();
    }

    @Test
    void whatNeedsANamespaceOfItsOwnIsRefused() throws IOException {
        bundle.config("\"terminal\": false", "\"maskedPaths\": [\"/proc/kcore\"], ", "true")
                .edit(text -> text.replace(OWN, ""));
        Sampan.Result masked = bundle.run("run", "guest");
        assertThat(masked.code()).isEqualTo(1);
        assertThat(masked.err()).contains("unable to restrict sys entries without a private MNT namespace");
        bundle.config(
                        "\"terminal\": false",
                        "\"uidMappings\": [{\"containerID\": 0, \"hostID\": 200000, \"size\": 1000}],"
                                + "\"gidMappings\": [{\"containerID\": 0, \"hostID\": 200000, \"size\": 1000}],",
                        "true")
                .edit(text -> text.replace(OWN, "{\"type\": \"user\"},"));
        Sampan.Result mapped = bundle.run("run", "guest");
        assertThat(mapped.code()).isEqualTo(1);
        assertThat(mapped.err()).contains("a container in a user namespace needs a mount namespace of its own");
    }
}
