package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code --lsm-profile}: a container comes back under another profile. {@code conformance/guest/run} has a host with AppArmor. */
final class RuntimeCheckpointProfileTest extends CheckpointTest {
    private static final Path APPARMOR = Path.of("/sys/kernel/security/apparmor");
    private static final String FIRST = "sampan-test-first";
    private static final String OTHER = "sampan-test-other";

    @Test
    void aProfileOfAModuleThatTheHostLacksIsAnError() throws IOException, InterruptedException {
        assumeTrue(works());
        assumeFalse(Files.exists(APPARMOR), "AppArmor is active");
        bundle.runs("sh", "-c", COUNTING);
        Path before = start("before", "run", "-d", "c");
        awaitCount(before, 1);
        criu("checkpoint", "--image-path", images(), "c").succeeds();
        Sampan.Result refused = criu("restore", "-d", "--lsm-profile", "apparmor:other", "--image-path", images(), "c");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("apparmor LSM specified but apparmor not supported by kernel");
        assertThat(bundle.state()).isEmptyDirectory();
        assertThat(criu("restore", "-d", "--lsm-profile", "other", "--image-path", images(), "c")
                        .err())
                .contains("invalid argument other for --lsm-profile");
        Path after = start("after", "restore", "-d", "--lsm-profile", "none:", "--image-path", images(), "c");
        awaitCount(after, 1);
        bundle.run("delete", "-f", "c").succeeds();
    }

    /** What the one profile allows the other denies: the container that came back hears of it. */
    @Test
    void aContainerComesBackUnderAnotherProfile() throws IOException, InterruptedException {
        assumeTrue(works());
        assumeTrue(Files.exists(APPARMOR), "needs a host with AppArmor; conformance/guest/run has one");
        Path profiles = Files.writeString(
                folder.resolve("profiles"), profile(FIRST, "") + profile(OTHER, "deny /shared/** w,"));
        ManagersTest.run(List.of("apparmor_parser", "--replace", profiles.toString()))
                .succeeds();
        try {
            underProfiles();
        } finally {
            bundle.run("delete", "-f", "c");
            ManagersTest.run(List.of("apparmor_parser", "--remove", profiles.toString()))
                    .succeeds();
        }
    }

    private static String profile(String name, String rule) {
        return "profile %s flags=(attach_disconnected, mediate_deleted) { file, network, capability, signal, ptrace, unix, %s }%n"
                .formatted(name, rule);
    }

    private void underProfiles() throws IOException, InterruptedException {
        String write = "{ echo >/shared/file; } 2>/dev/null && echo wrote || echo denied";
        bundle.config(
                "\"terminal\": false, \"apparmorProfile\": \"" + FIRST + "\"",
                "",
                "sh",
                "-c",
                "i=0; while :; do " + write + "; i=$((i+1)); echo $i; sleep 0.1; done");
        Path before = start("before", "run", "-d", "c");
        awaitCount(before, 1);
        assertThat(profile()).isEqualTo(FIRST + " (enforce)");
        criu("checkpoint", "--image-path", images(), "c").succeeds();
        Path same = start("same", "restore", "-d", "--image-path", images(), "c");
        awaitCount(same, 1);
        assertThat(profile()).isEqualTo(FIRST + " (enforce)");
        assertThat(Files.readString(before) + Files.readString(same))
                .contains("wrote")
                .doesNotContain("denied");
        bundle.run("delete", "-f", "c").succeeds();
        Path other =
                start("other", "restore", "-d", "--lsm-profile", "apparmor:" + OTHER, "--image-path", images(), "c");
        // The first of its writes may have been on the way when it was written.
        awaitCount(other, 2);
        assertThat(profile()).isEqualTo(OTHER + " (enforce)");
        assertThat(other).content().contains("denied");
    }

    /** The container's first process's. */
    private String profile() {
        String pid = bundle.run("state", "c").succeeds().out().replaceAll("(?s).*\"pid\": ([0-9]+),.*", "$1");
        return Proc.read(Path.of("/proc/" + pid + "/attr/apparmor/current")).strip();
    }
}
