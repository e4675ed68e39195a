package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** config-linux.md#seccomp, as containers of the runtime meet it. */
final class RuntimeSeccompTest extends RuntimeTest {
    @BeforeEach
    void fillBundle() throws IOException {
        bundle.applet("mkdir");
        bundle.applet("uname");
    }

    private void filter(String process, String seccomp, String... arguments) throws IOException {
        bundle.config(process, "\"seccomp\": {" + seccomp + "},", arguments);
    }

    private static String rule(String action, String names, String more) {
        return "{\"names\": [" + names + "], \"action\": \"" + action + "\"" + more + "}";
    }

    private String agents(String more) {
        return "\"defaultAction\": \"SCMP_ACT_ALLOW\", \"listenerPath\": \"" + bundle.folder()
                + "/agent.sock\", \"listenerMetadata\": \"some words\"" + more + ", \"syscalls\": ["
                + rule("SCMP_ACT_NOTIFY", "\"mkdir\", \"mkdirat\", \"read\", \"close\", \"sendmsg\", \"uname\"", "")
                + "]";
    }

    private Process agent() throws IOException {
        Path log = bundle.folder().resolve("agent.log");
        Process agent = new ProcessBuilder(
                        Probe.compile("agent", bundle.folder()).toString(), bundle.folder() + "/agent.sock")
                .redirectOutput(log.toFile())
                .start();
        await().until(() -> Files.readString(log).startsWith("listening"));
        return agent;
    }

    private List<String> heard() throws IOException {
        return Files.readAllLines(bundle.folder().resolve("agent.log"));
    }

    private void endsByItself(Process agent) {
        try {
            assertThat(agent.waitFor()).isZero();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            Sampan.delete(bundle.folder().resolve("agent.sock"));
        }
    }

    @Test
    void anAgentDecidesOnCallsThatANotifyRuleNames() throws IOException {
        for (String process : List.of("\"noNewPrivileges\": false", "\"noNewPrivileges\": true")) {
            Process agent = agent();
            filter(process, agents(""), "sh", "-c", "mkdir /made; echo $?");
            Sampan.Result result = bundle.run("run", "n").succeeds();
            assertThat(result.out()).isEqualTo("1\n");
            assertThat(result.err()).contains("can't create directory '/made': Invalid cross-device link");
            endsByItself(agent);
            assertThat(heard().get(1))
                    .matches("\\{\"ociVersion\":\"1\\.0\\.2\",\"fds\":\\[\"seccompFd\"\\],\"pid\":([0-9]+),"
                            + "\"metadata\":\"some words\",\"state\":\\{\"ociVersion\":\"1\\.0\\.2\",\"id\":\"n\","
                            + "\"status\":\"creating\",\"pid\":\\1,\"bundle\":\"" + bundle.folder()
                            + "\",\"annotations\":\\{\"kind\":\"test\"\\}\\}\\}");
            assertThat(heard().get(2)).isEqualTo("then 0 bytes");
        }
    }

    @Test
    void createHandsTheListenerOverBeforeTheStartAndExecHandsItsOwn() throws IOException {
        Process agent = agent();
        filter("\"noNewPrivileges\": true", agents(""), "sleep", "100");
        bundle.run("create", "n").succeeds();
        await().untilAsserted(() -> assertThat(heard()).element(1).asString().contains("\"status\":\"creating\""));
        bundle.run("start", "n").succeeds();
        Sampan.delete(bundle.folder().resolve("agent.sock"));
        Process another = agent();
        assertThat(bundle.run("exec", "n", "mkdir", "/made").err()).contains("Invalid cross-device link");
        await().untilAsserted(() -> assertThat(heard()).element(1).asString().contains("\"status\":\"running\""));
        another.destroy();
        bundle.run("delete", "--force", "n").succeeds();
        endsByItself(agent);
    }

    @Test
    void withoutAnAgentThereIsNoContainer() throws IOException {
        filter("\"noNewPrivileges\": true", agents(""), "true");
        assertThat(bundle.run("run", "n").err())
                .contains("linux.seccomp.listenerPath: dial unix " + bundle.folder() + "/agent.sock: connect: ");
        assertThat(bundle.state()).isEmptyDirectory();
        filter(
                "\"noNewPrivileges\": true",
                "\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\": [" + rule("SCMP_ACT_NOTIFY", "\"mkdir\"", "")
                        + "]",
                "true");
        assertThat(bundle.run("run", "n").err())
                .contains("linux.seccomp.listenerPath: an absolute path is needed with SCMP_ACT_NOTIFY");
    }

    @Test
    void everyFlagIsAccepted() throws IOException {
        String flags = ", \"flags\": [\"SECCOMP_FILTER_FLAG_TSYNC\", \"SECCOMP_FILTER_FLAG_LOG\","
                + " \"SECCOMP_FILTER_FLAG_SPEC_ALLOW\", \"SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV\"]";
        filter(
                "\"noNewPrivileges\": true",
                "\"defaultAction\": \"SCMP_ACT_ALLOW\"" + flags + ", \"syscalls\": ["
                        + rule("SCMP_ACT_ERRNO", "\"mkdir\", \"mkdirat\"", ", \"errnoRet\": 18") + "]",
                "mkdir",
                "/made");
        assertThat(bundle.run("run", "n").err()).contains("Invalid cross-device link");
        Process agent = agent();
        filter("\"noNewPrivileges\": true", agents(flags), "mkdir", "/made");
        assertThat(bundle.run("run", "n").err()).contains("Invalid cross-device link");
        endsByItself(agent);
        filter(
                "\"noNewPrivileges\": true",
                "\"defaultAction\": \"SCMP_ACT_ALLOW\", \"flags\": [\"SECCOMP_FILTER_FLAG_X\"]",
                "true");
        assertThat(bundle.run("run", "n").err()).contains("seccomp flag SECCOMP_FILTER_FLAG_X is not known");
    }

    /** kill(0, signal) with a signal that does nothing; the rule compares the second argument. */
    @Test
    void everyOperatorComparesArguments() throws IOException {
        int[][] cases = {
            // operator, value, second value, a signal that is refused, one that is not
            {0, 18, 0, 28, 18},
            {1, 20, 0, 18, 28},
            {2, 18, 0, 18, 28},
            {3, 28, 0, 28, 18},
            {4, 28, 0, 28, 18},
            {5, 18, 0, 28, 18},
            {6, 0x8, 0x8, 28, 23}
        };
        List<String> operators = List.of("NE", "LT", "LE", "EQ", "GE", "GT", "MASKED_EQ");
        for (int[] one : cases) {
            String args = ", \"errnoRet\": 18, \"args\": [{\"index\": 1, \"value\": " + one[1] + ", \"valueTwo\": "
                    + one[2] + ", \"op\": \"SCMP_CMP_" + operators.get(one[0]) + "\"}]";
            filter(
                    "\"noNewPrivileges\": true",
                    "\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\": [" + rule("SCMP_ACT_ERRNO", "\"kill\"", args)
                            + "]",
                    "sh",
                    "-c",
                    "kill -" + one[3] + " $$; echo $?; kill -" + one[4] + " $$; echo $?");
            assertThat(bundle.run("run", "n").out()).as(operators.get(one[0])).isEqualTo("1\n0\n");
        }
    }

    @Test
    void callsOfA32BitProgramAreJudgedWhereItsArchitectureIsListed() throws IOException {
        Path calls = Probe.compile("calls32", bundle.folder());
        Files.copy(calls, bundle.folder().resolve("rootfs/bin/calls32"));
        String rules = ", \"syscalls\": [" + rule("SCMP_ACT_ERRNO", "\"mkdir\"", ", \"errnoRet\": 18") + "]";
        filter(
                "\"noNewPrivileges\": true",
                "\"defaultAction\": \"SCMP_ACT_ALLOW\", \"architectures\": [\"SCMP_ARCH_X86_64\", \"SCMP_ARCH_X86\"]"
                        + rules,
                "calls32");
        assertThat(bundle.run("run", "n").out()).isEqualTo("-18\n");
        filter("\"noNewPrivileges\": true", "\"defaultAction\": \"SCMP_ACT_ALLOW\"" + rules, "calls32");
        assertThat(bundle.run("run", "n").code()).isEqualTo(159);
    }
}
