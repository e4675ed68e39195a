package sampan.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sampan.api.call.Route;
import sampan.api.container.ExecWishes;
import sampan.core.Engine;
import sampan.kernel.process.Credentials;

/**
 * Requests made of the table of routes, with parameters and bodies of the wrong kind, size and place: each is answered, and none by a mistake of the engine's.
 * More of them: {@code -Dfuzz.requests=100000}, others: {@code -Dfuzz.seed=7}.
 */
@Timeout(value = 30, unit = java.util.concurrent.TimeUnit.MINUTES)
final class RequestFuzzTest {
    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 1500);
    private static final List<String> VERSIONS =
            List.of("", "/v1.24", "/v1.30", "/v1.41", "/v1.44", "/v1.56", "/v0", "/v9.9");
    private static final List<String> PARAMETERS = List.of(
            "all",
            "limit",
            "size",
            "filters",
            "name",
            "path",
            "signal",
            "t",
            "h",
            "w",
            "stdout",
            "stderr",
            "stdin",
            "logs",
            "since",
            "until",
            "tail",
            "timestamps",
            "details",
            "condition",
            "force",
            "v",
            "ps_args",
            "repo",
            "tag",
            "fromSrc",
            "changes",
            "platform",
            "names",
            "type",
            "detachKeys",
            "one-shot",
            "copyUIDGID",
            "quiet");
    private static final List<String> VALUES = List.of(
            "",
            "0",
            "1",
            "true",
            "-1",
            "99999999999999999999",
            "x",
            "fuzzed",
            "../../..",
            "/",
            "/etc/passwd",
            "\0",
            "ä",
            "{}",
            "{\"label\":[\"a\"]}",
            "{\"status\":{\"running\":true}}",
            "[",
            "1e9",
            "next-exit",
            "localhost/busybox",
            "ctrl-p",
            "KILL",
            "linux/amd64",
            "sha256:00",
            "1.5",
            "2026-01-01T00:00:00Z",
            "a b",
            "%",
            "10m");
    private static final List<String> FIELDS = List.of(
            "Image",
            "Cmd",
            "Entrypoint",
            "Env",
            "Labels",
            "HostConfig",
            "Binds",
            "Mounts",
            "Memory",
            "CpuShares",
            "CpusetCpus",
            "RestartPolicy",
            "PortBindings",
            "ExposedPorts",
            "Tty",
            "Healthcheck",
            "Volumes",
            "Name",
            "Driver",
            "DriverOpts",
            "Detach",
            "NetworkMode",
            "Ulimits",
            "Sysctls",
            "CapAdd",
            "SecurityOpt",
            "User",
            "WorkingDir",
            "StopTimeout",
            "PidsLimit",
            "Devices",
            "LogConfig",
            "NetworkingConfig",
            "username");
    private static final List<String> BITS = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1.5",
            "1e400",
            "99999999999999999999999",
            "\"\"",
            "\"x\"",
            "\"localhost/busybox\"",
            "\"1-4294967295\"",
            "\"/etc:/x\"",
            "[]",
            "[null]",
            "[7]",
            "[\"sh\"]",
            "{}",
            "{\"a\":null}",
            "{\"a\":\"b\"}",
            "\"none\"",
            "[{\"Type\":\"bind\"}]",
            "{\"80/tcp\":[{\"HostPort\":\"x\"}]}");

    @TempDir
    private Path folder;

    private final Random random = new Random(Long.getLong("fuzz.seed", 1));

    @Test
    void areAnsweredAndNotByMistakes() throws IOException {
        assumeTrue(Credentials.uid() == 0, "needs root");
        try (Engine engine = Engine.open(folder);
                ApiServer server = new ApiServer(
                        engine, List.of(new ApiAddress.Unix(folder.resolve("api.sock"))), OptionalLong.empty())) {
            server.open();
            List<Route> routes = Routes.of(engine, new ExecWishes()).stream()
                    // They would ask registries, which is slow and not about requests.
                    .filter(route -> !List.of("/auth", "/images/create", "/images/search", "/distribution/")
                            .contains(route.before()))
                    .filter(route -> !route.after().equals("/push"))
                    .toList();
            try {
                for (int i = 0; i < REQUESTS; i++) {
                    ask(routes.get(random.nextInt(routes.size())));
                }
            } finally {
                ServedEngine.removeContainers(engine);
            }
            assertThat(RawClient.get(folder.resolve("api.sock"), "/_ping")).endsWith("OK");
        }
    }

    /** Who has ended sending waits for nothing that takes time. */
    private void ask(Route route) throws IOException {
        String target = pick(VERSIONS) + route.before() + (route.variable() ? encoded(pick(VALUES)) : "")
                + route.after() + "?" + parameter() + "&" + parameter();
        String body = route.method().equals("GET") ? "" : body(3);
        String request = route.method() + " " + target + " HTTP/1.1\r\nHost: d\r\nConnection: close\r\n"
                + (body.isEmpty()
                        ? ""
                        : "Content-Type: application/json\r\nContent-Length: "
                                + (body.getBytes(StandardCharsets.UTF_8).length + (random.nextInt(50) == 0 ? 1 : 0))
                                + "\r\n")
                + "\r\n" + body;
        long start = System.nanoTime();
        try (RawClient client = new RawClient(folder.resolve("api.sock"))) {
            client.send(request);
            client.endSending();
            String answer = client.rest();
            assertThat(answer).as(request).startsWith("HTTP/1.1 ").doesNotContain("the engine made a mistake");
            assertThat(answer.substring(9, 12)).as(request + "\n" + answer).isNotIn("500", "502", "504");
        }
        if (REQUESTS > 50_000) { // by hand: on a machine that does nothing else
            assertThat(Duration.ofNanos(System.nanoTime() - start)).as(request).isLessThan(Duration.ofSeconds(2));
        }
    }

    private String parameter() {
        return pick(PARAMETERS) + "=" + encoded(pick(VALUES));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private String body(int depth) {
        StringBuilder json = new StringBuilder("{\"Image\":\"localhost/busybox\"");
        for (int i = random.nextInt(4); i >= 0; i--) {
            String value = depth > 0 && random.nextInt(4) == 0 ? body(depth - 1) : pick(BITS);
            json.append(",\"").append(pick(FIELDS)).append("\":").append(value);
        }
        return random.nextInt(20) == 0 ? json.toString() : json.append('}').toString();
    }

    private String pick(List<String> choice) {
        return choice.get(random.nextInt(choice.size()));
    }
}
