package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** User namespaces that are joined, and made inside each other; keyrings. */
final class RuntimeNestingTest extends RuntimeTest {
    private static final String PLAIN = "\"terminal\": false";
    private static final String MAPS = "\"uidMappings\": [{\"containerID\": 0, \"hostID\": 200000, \"size\": 1000}],"
            + "\"gidMappings\": [{\"containerID\": 0, \"hostID\": 200000, \"size\": 1000}],";

    private void inUserNamespace(String namespace, String maps, String... line) throws IOException {
        bundle.config(PLAIN, maps, line);
        bundle.edit(text -> text.replace("{\"type\": \"pid\"}", "{\"type\": \"pid\"}, " + namespace));
    }

    private int outer() throws IOException {
        for (String place : List.of("proc", "dev", "")) {
            Path made =
                    Files.createDirectories(bundle.folder().resolve("rootfs").resolve(place));
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.setPosixFilePermissions(bundle.folder(), PosixFilePermissions.fromString("rwxr-xr-x"));
        inUserNamespace("{\"type\": \"user\"}", MAPS, "sleep", "100");
        bundle.run("create", "outer").succeeds();
        bundle.run("start", "outer").succeeds();
        Matcher pid = Pattern.compile("\"pid\": ([0-9]+)")
                .matcher(bundle.run("state", "outer").out());
        assertThat(pid.find()).isTrue();
        return Integer.parseInt(pid.group(1));
    }

    @Test
    void aContainerJoinsAnothersUserNamespaceAndOneIsMadeInIt() throws IOException {
        int pid = outer();
        String joined = "{\"type\": \"user\", \"path\": \"/proc/" + pid + "/ns/user\"}";
        inUserNamespace(
                joined,
                "",
                "sh",
                "-c",
                "readlink /proc/self/ns/user; id -u; unshare -U -r sh -c 'id -u; cat /proc/self/uid_map'");
        // Whose uid is 0 may be mapped into a namespace below only by who has CAP_SETFCAP.
        bundle.edit(text -> text.replace("{\"uid\": 0, \"gid\": 0}", "{\"uid\": 7, \"gid\": 7}"));
        String[] lines = bundle.run("run", "inner").succeeds().out().split("\n");
        assertThat(lines).hasSize(4);
        assertThat(lines[0])
                .isEqualTo(Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/user"))
                        .toString());
        assertThat(lines[1]).isEqualTo("7");
        assertThat(lines[2]).isEqualTo("0");
        assertThat(lines[3].strip().split(" +")).containsExactly("0", "7", "1");
        bundle.run("delete", "-f", "outer").succeeds();
    }

    /** session-keyring(7): a new one of the container's name, which exec joins; or the caller's. */
    @Test
    void aContainerHasAKeyringOfItsOwnUnlessAskedOtherwise() throws IOException {
        bundle.runs("sleep", "100");
        bundle.run("create", "keyed").succeeds();
        bundle.run("start", "keyed").succeeds();
        assertThat(bundle.run("exec", "keyed", "cat", "/proc/keys").succeeds().out())
                .contains("_ses.keyed");
        bundle.run("delete", "-f", "keyed").succeeds();
        bundle.runs("cat", "/proc/keys");
        assertThat(bundle.run("run", "other").succeeds().out()).contains("_ses.other");
        assertThat(bundle.run("run", "--no-new-keyring", "third").succeeds().out())
                .doesNotContain("_ses.third");
    }
}
