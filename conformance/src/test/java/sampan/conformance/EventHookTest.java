package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a daemon tells others: event hooks of daemon.json, and figures for Prometheus. */
@ExtendWith(LeakCheck.class)
final class EventHookTest {
    @TempDir
    Path folder;

    private Process start(Sampan sampan, String file, String... flags) throws IOException {
        Path config = Files.writeString(folder.resolve("daemon.json"), file);
        List<String> words = new ArrayList<>(List.of(
                "--data-root",
                sampan.dataRoot().toString(),
                "--exec-root",
                sampan.execRoot().toString(),
                "daemon",
                "--config-file",
                config.toString()));
        words.addAll(List.of(flags));
        Path told = folder.resolve("told");
        Process engine = sampan.command(words.toArray(String[]::new))
                .redirectErrorStream(true)
                .redirectOutput(told.toFile())
                .start();
        await().until(() -> Files.readString(told).contains("the Engine API is served on"));
        return engine;
    }

    private static void runOne(Sampan sampan, String name) {
        sampan.run("run", "--rm", "--name", name, "--network", "none", "localhost/busybox", "true")
                .succeeds();
    }

    @Test
    void aProgramReadsTheEventsThatFit() throws Exception {
        Path heard = folder.resolve("heard");
        Path program =
                Files.writeString(folder.resolve("hook"), "#!/bin/sh\n{ cat; echo \" $1\"; } >> " + heard + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        try (Sampan sampan = Sampan.fresh()) {
            start(sampan, """
                    {"event-hooks": [{"filters": {"type": ["container"], "event": ["start", "die"]}, "command": ["%s", "more"]}]}
                    """.formatted(program));
            runOne(sampan, "one");
            await().until(() -> Files.exists(heard) && Files.readAllLines(heard).size() == 2);
            List<String> lines = Files.readAllLines(heard);
            assertThat(lines.get(0))
                    .contains("\"Action\":\"start\"", "\"name\":\"one\"")
                    .endsWith(" more");
            assertThat(lines.get(1)).contains("\"Action\":\"die\"", "\"exitCode\":\"0\"");
        }
    }

    /** A hook that stays misses nothing, one that goes hears no more, and a new one hears what comes. */
    @Test
    void aHangupReadsTheHooksAgain() throws Exception {
        Path program = Files.writeString(folder.resolve("hook"), "#!/bin/sh\ncat >> " + folder + "/$1\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        try (Sampan sampan = Sampan.fresh()) {
            Process engine = start(sampan, hooks(program, "stays", "goes"));
            runOne(sampan, "one");
            await().until(() ->
                    heard("stays").contains("\"one\"") && heard("goes").contains("\"one\""));
            Files.writeString(folder.resolve("daemon.json"), hooks(program, "comes", "stays"));
            Sampan.hangUp(engine);
            await().until(() -> Files.readString(folder.resolve("told")).contains("the configuration was read again"));
            runOne(sampan, "two");
            await().until(() ->
                    heard("stays").contains("\"two\"") && heard("comes").contains("\"two\""));
            assertThat(heard("goes")).doesNotContain("\"two\"");
            assertThat(heard("comes")).doesNotContain("\"one\"");
            Files.writeString(folder.resolve("daemon.json"), "{\"event-hooks\": [{}]}");
            Sampan.hangUp(engine);
            await().until(() -> Files.readString(folder.resolve("told"))
                    .contains("the configuration stays as it was: invalid event-hooks: "));
            runOne(sampan, "three");
            await().until(() ->
                    heard("stays").contains("\"three\"") && heard("comes").contains("\"three\""));
        }
    }

    private static String hooks(Path program, String... names) {
        return Stream.of(names)
                .map(name ->
                        "{\"filters\": {\"event\": [\"die\"]}, \"command\": [\"%s\", \"%s\"]}".formatted(program, name))
                .collect(Collectors.joining(", ", "{\"event-hooks\": [", "]}"));
    }

    private String heard(String name) throws IOException {
        Path file = folder.resolve(name);
        return Files.exists(file) ? Files.readString(file) : "";
    }

    @Test
    void anAddressIsToldAgainUntilItAnswersWell() throws Exception {
        List<String> bodies = new CopyOnWriteArrayList<>();
        AtomicInteger asked = new AtomicInteger();
        HttpServer listener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        listener.createContext("/", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(asked.incrementAndGet() == 1 ? 503 : 204, -1);
            exchange.close();
        });
        listener.start();
        try (Sampan sampan = Sampan.fresh()) {
            start(sampan, """
                    {"event-hooks": [{"filters": {"event": ["die"]}, "url": "http://127.0.0.1:%d/x"}]}
                    """.formatted(listener.getAddress().getPort()));
            runOne(sampan, "one");
            await().until(() -> asked.get() == 2);
            assertThat(bodies.get(0)).contains("\"Action\":\"die\"").isEqualTo(bodies.get(1));
        } finally {
            listener.stop(0);
        }
    }

    @Test
    void whatNobodyTakesIsADeadLetter() throws Exception {
        try (Sampan sampan = Sampan.fresh()) {
            start(sampan, """
                    {"event-hooks": [{"filters": {"event": ["die"]}, "command": ["/bin/false"], "attempts": 2}]}
                    """);
            runOne(sampan, "one");
            Path letters = sampan.dataRoot().resolve("event-hooks.dead");
            await().until(() -> Files.exists(letters) && Files.size(letters) > 0);
            assertThat(Files.readString(letters))
                    .contains("\"hook\":\"/bin/false\"", "/bin/false ended with 1", "\"Action\":\"die\"");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(letters)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aHookThatMakesNoSenseKeepsTheEngineFromStarting() throws Exception {
        List<String> wrong = List.of(
                "{}",
                "{\"command\": [\"relative\"]}",
                "{\"url\": \"ftp://x\"}",
                "{\"command\": [\"/x\"], \"url\": \"http://x\"}",
                "{\"command\": [\"/x\"], \"attempts\": 0}",
                "{\"command\": [\"/x\"], \"other\": 1}");
        try (Sampan sampan = Sampan.fresh()) {
            for (String hook : wrong) {
                Path config = Files.writeString(folder.resolve("wrong.json"), "{\"event-hooks\": [" + hook + "]}");
                Sampan.Result refused = sampan.run("daemon", "--validate", "--config-file", config.toString());
                assertThat(refused.code()).as(hook).isEqualTo(1);
                assertThat(refused.err()).contains("invalid event-hooks: ");
            }
        }
    }

    @Test
    void prometheusFindsFiguresOfTheEngineAndItsContainers() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (Sampan sampan = Sampan.fresh();
                HttpClient client = HttpClient.newHttpClient()) {
            start(sampan, "{}", "--metrics-addr", "127.0.0.1:" + port);
            assertThat(get(client, port, "/metrics").statusCode()).isEqualTo(200); // as soon as the API is served
            sampan.run("run", "-d", "--name", "one", "--network", "none", "localhost/busybox", "sleep", "1000")
                    .succeeds();
            HttpResponse<String> figures = get(client, port, "/metrics");
            assertThat(figures.headers().firstValue("content-type"))
                    .contains("text/plain; version=0.0.4; charset=utf-8");
            assertThat(figures.body())
                    .contains(
                            "engine_daemon_container_states_containers{state=\"running\"} 1\n",
                            "# TYPE engine_daemon_events_total counter\n",
                            "engine_daemon_engine_info{",
                            "# TYPE engine_daemon_container_actions_seconds histogram\n",
                            "engine_daemon_container_actions_seconds_bucket{action=\"start\",le=\"+Inf\"} 1\n",
                            "engine_daemon_container_actions_seconds_count{action=\"create\"} 1\n",
                            "engine_daemon_container_actions_seconds_count{action=\"delete\"} 0\n",
                            "engine_daemon_network_actions_seconds_count{action=\"allocate\"} 1\n",
                            "engine_daemon_health_checks_failed_total 0\n")
                    .containsPattern("engine_daemon_engine_cpus_cpus [1-9]")
                    .containsPattern(
                            "sampan_container_memory_bytes\\{id=\"[0-9a-f]{64}\",image=\"[^\"]+\",name=\"one\"} [1-9]");
            assertThat(figures.body().lines()).allMatch(line -> line.matches("#.*|[a-z_]+(\\{[^}]*})? [0-9.E-]+"));
            assertThat(get(client, port, "/info").statusCode()).isEqualTo(404);
        }
    }

    private static HttpResponse<String> get(HttpClient client, int port, String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
