package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of those who have done something, or were not to, and a policy that changes. */
final class PolicyAuditTest extends PolicyEngineTest {
    @Test
    void theAuditLogTellsWhoDidWhatAndNoSecrets() throws Exception {
        rootsContainer();
        int before = engine().audited().size();
        engine().docker(
                        ONE,
                        "ci",
                        "run -d --name mine --network none -e TOKEN=canary-one localhost/busybox echo canary-two")
                .succeeds();
        engine().docker(ONE, "ci", "create --privileged localhost/busybox");
        engine().docker(OTHER, "ci", "rm -f roots");
        ApiExchange.with(
                engine().socket("ci"),
                "POST /containers/a%0A%1B%5B2J%E2%80%A8b/start?x=canary-three HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n"
                        + "X-Registry-Auth: canary-four\r\nContent-Length: 0\r\n",
                new byte[0]);
        engine().sampan(MEMBER, "rmi localhost/busybox");
        engine().sampan().run("rm", "-f", "roots").succeeds();
        List<String> lines =
                engine().audited().subList(before, engine().audited().size());
        String id = engine().sampan().run("inspect", "-f", "{{.Id}}", "mine").line();
        assertThat(lines).allMatch(line -> line.matches("\\{\"time\":\"[0-9T:.Z-]+\",\"outcome\":\"[a-z]+\",[ -~]*}"));
        tellOf(lines, id);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(engine().audit())))
                .isEqualTo("rw-------");
    }

    private void tellOf(List<String> lines, String id) {
        assertThat(lines)
                .anyMatch(line -> line.contains("\"outcome\":\"done\",\"uid\":" + ONE + ",\"gid\":65534,\"pid\":")
                        && line.contains("\"socket\":\"unix://" + engine().socket("ci") + "\",\"rule\":\"ci\"")
                        && line.contains(
                                "\"operation\":\"POST /containers/create\",\"status\":201,\"target\":\"mine\",\"made\":\""
                                        + id))
                .anyMatch(line -> line.contains("\"operation\":\"POST /containers/{}/start\"")
                        && line.contains("\"name\":\"mine\""))
                .anyMatch(line -> line.contains("\"outcome\":\"refused\",\"uid\":" + ONE)
                        && line.contains("does not allow Privileged"))
                .anyMatch(line -> line.contains("\"outcome\":\"refused\",\"uid\":" + OTHER)
                        && line.contains("\"operation\":\"DELETE /containers/{}\"")
                        && line.contains("\"name\":\"roots\""))
                .anyMatch(line -> line.contains("\"target\":\"a\\n\\u001B[2J\\u2028b\""))
                .anyMatch(line -> line.contains("\"outcome\":\"refused\",\"uid\":" + MEMBER)
                        && line.contains("\"operation\":\"sampan rmi\""))
                .anyMatch(line -> line.contains("\"outcome\":\"done\",\"uid\":0,")
                        && line.contains("\"operation\":\"sampan rm\"")
                        && line.contains("\"name\":\"roots\""))
                .noneMatch(line -> line.contains("canary"))
                .noneMatch(line -> line.contains("GET "));
    }

    @Test
    void aHangupReadsThePolicyAgainUnlessItIsWrong() throws Exception {
        String network =
                "{\"Image\": \"localhost/busybox\", \"HostConfig\": {\"NetworkMode\": \"none\", \"CapAdd\": [\"NET_ADMIN\"]}}";
        try {
            assertThat(engine().post("ci", "/v1.41/containers/create", network).status())
                    .isEqualTo(403);
            engine().writePolicy("\"privileged\": true");
            engine().hangUp();
            await().atMost(Sampan.LIMIT)
                    .until(() -> engine().post("ci", "/v1.41/containers/create", network)
                                    .status()
                            == 201);
            engine().writePolicy("\"readonly\": true");
            engine().hangUp();
            await().atMost(Sampan.LIMIT)
                    .until(() -> engine().told()
                            .contains("rule ci has an unknown key \"readonly\"; known are bindSources, "));
            assertThat(engine().post("ci", "/v1.41/containers/create", network).status())
                    .isEqualTo(201);
            assertThat(engine().sampan()
                            .run(
                                    "daemon",
                                    "--validate",
                                    "--policy",
                                    engine().policy().toString())
                            .err())
                    .contains("the policy " + engine().policy() + " is not valid: rule ci has an unknown key");
        } finally {
            engine().writePolicy(PolicyEngine.NETWORKS);
            engine().hangUp();
            await().atMost(Sampan.LIMIT)
                    .until(() -> engine().post("ci", "/v1.41/containers/create", network)
                                    .status()
                            == 403);
        }
        Sampan.Result nobody = engine().sampan()
                .run("daemon", "--validate", "--policy", engine().policy().toString());
        assertThat(nobody.code()).isEqualTo(1);
        assertThat(nobody.err()).contains("which is not among the sockets here");
    }
}
