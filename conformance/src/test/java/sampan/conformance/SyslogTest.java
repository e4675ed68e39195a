package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs that are sent to a syslog server: --log-driver syslog. */
final class SyslogTest extends EngineTest {
    private static final String[] BOTH = {"sh", "-c", "echo hello; echo; echo oops >&2; printf rest"};

    @TempDir
    Path folder;

    private Sampan.Result run(String name, List<String> flags, String... command) {
        List<String> line = new ArrayList<>(List.of("run", "--name", name, "--network", "none"));
        line.addAll(flags);
        line.add(BUSYBOX);
        line.addAll(List.of(command));
        return sampan().run(line.toArray(String[]::new));
    }

    private static List<String> syslog(String address, String... options) {
        List<String> flags =
                new ArrayList<>(List.of("--log-driver", "syslog", "--log-opt", "syslog-address=" + address));
        for (String option : options) {
            flags.addAll(List.of("--log-opt", option));
        }
        return flags;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = server(0)) {
            return socket.getLocalPort();
        }
    }

    private static ServerSocket server(int port) throws IOException {
        return new ServerSocket(port, 16, loopback());
    }

    private static InetAddress loopback() throws UnknownHostException {
        return InetAddress.getByName("127.0.0.1");
    }

    private void remove(String name) {
        sampan().run("rm", "-f", name);
    }

    @Test
    void aLineIsOneMessageWithItsStreamsPriority() throws Exception {
        try (LogListener syslog = LogListener.udp()) {
            String address = "udp://127.0.0.1:" + syslog.port();
            run("plain", syslog(address), BOTH).succeeds();
            await().until(() -> syslog.messages().size() == 3);
            String id = sampan().run("ps", "-aqf", "name=plain").line();
            assertThat(syslog.messages())
                    .allMatch(message -> message.matches(
                            "(?s)<(30|27)>[A-Z][a-z]{2} [ 0-9][0-9] [0-9:]{8} " + id + "\\[[0-9]+]: .*\n"));
            assertThat(syslog.messages()).anyMatch(line -> line.startsWith("<30>") && line.endsWith(": hello\n"));
            assertThat(syslog.messages()).anyMatch(line -> line.startsWith("<27>") && line.endsWith(": oops\n"));
            assertThat(syslog.messages()).anyMatch(line -> line.startsWith("<30>") && line.endsWith(": rest\n"));
            assertThat(sampan().run("logs", "plain").succeeds().out()).isEqualTo("hello\n\nrest");
            assertThat(sampan().run("inspect", "--format", "{{json .HostConfig.LogConfig}}", "plain")
                            .line())
                    .isEqualTo("{\"Type\":\"syslog\",\"Config\":{\"syslog-address\":\"" + address + "\"}}");
        } finally {
            remove("plain");
        }
    }

    @Test
    void formatFacilityAndTagAreAsAsked() throws Exception {
        String host = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        String time = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}";
        Map<String, String> expected = Map.of(
                "rfc3164", "<158>[A-Z][a-z]{2} [ 0-9][0-9] [0-9:]{8} " + host + " web/box\\[[0-9]+]: x\n",
                "rfc5424", "<158>1 " + time + "(Z|[-+][0-9:]+) " + host + " web/box [0-9]+ web/box - x\n",
                "rfc5424micro",
                        "<158>1 " + time + "\\.[0-9]{6}(Z|[-+][0-9:]+) " + host + " web/box [0-9]+ web/box - x\n");
        for (Map.Entry<String, String> format : expected.entrySet()) {
            try (LogListener syslog = LogListener.udp()) {
                List<String> flags = syslog(
                        "udp://127.0.0.1:" + syslog.port(),
                        "syslog-format=" + format.getKey(),
                        "syslog-facility=local3",
                        "tag={{.Name}}/{{with .Config}}box{{end}}");
                run("web", flags, "echo", "x").succeeds();
                await().until(() -> syslog.messages().size() == 1);
                assertThat(syslog.messages().getFirst()).matches(format.getValue());
            } finally {
                remove("web");
            }
        }
    }

    @Test
    void localSocketsAreStreamsOrDatagrams() throws Exception {
        Path stream = folder.resolve("stream");
        Path datagrams = folder.resolve("datagrams");
        try (LogListener first = LogListener.unix(stream);
                LogListener second = LogListener.datagrams(datagrams)) {
            run("one", syslog("unix://" + stream), "echo", "one").succeeds();
            run("two", syslog("unixgram://" + datagrams), "echo", "two").succeeds();
            await().until(() -> first.messages().size() == 1);
            await().until(() -> second.messages().size() == 1);
            assertThat(first.messages().getFirst()).startsWith("<30>").endsWith(": one");
            assertThat(second.messages().getFirst()).startsWith("<30>").endsWith(": two\n");
        } finally {
            remove("one");
            remove("two");
        }
    }

    /** The container never waits, and no line is lost. */
    @Test
    void linesArriveInOrderAlthoughEngineAndServerDie() throws Exception {
        Path go = Files.createDirectory(folder.resolve("go"));
        int port;
        List<String> all = new ArrayList<>();
        try {
            try (ServerSocket socket = server(0);
                    LogListener server = LogListener.tcp(socket)) {
                port = socket.getLocalPort();
                List<String> flags = new ArrayList<>(syslog("tcp://127.0.0.1:" + port));
                flags.addAll(List.of("-d", "-v", go + ":/go"));
                run(
                                "steady",
                                flags,
                                "sh",
                                "-c",
                                "seq 1 500; until [ -e /go/1 ]; do sleep 0.05; done; seq 501 1000; touch /go/2;"
                                        + " until [ -e /go/3 ]; do sleep 0.05; done; seq 1001 1500")
                        .succeeds();
                await().until(() -> server.messages().size() == 500);
                sampan().killEngine();
                Files.createFile(go.resolve("1"));
                await().until(() -> Files.exists(go.resolve("2")));
                sampan().run("ps").succeeds();
                await().until(() -> server.messages().size() >= 1000);
                all.addAll(server.messages());
            }
            Files.createFile(go.resolve("3"));
            assertThat(sampan().run("wait", "steady").line()).isEqualTo("0");
            try (LogListener server = LogListener.tcp(server(port))) {
                await().until(() -> server.messages().size() == 500);
                all.addAll(server.messages());
            }
            assertThat(all.stream().map(line -> line.substring(line.lastIndexOf(' ') + 1)))
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, 1500)
                            .mapToObj(String::valueOf)
                            .toList());
        } finally {
            remove("steady");
        }
    }

    @Test
    void whatIsRemovedAtItsEndHasSentEverything() throws Exception {
        try (ServerSocket socket = server(0);
                LogListener server = LogListener.tcp(socket)) {
            List<String> flags = new ArrayList<>(syslog("tcp://127.0.0.1:" + socket.getLocalPort()));
            flags.add("--rm");
            run("short", flags, "seq", "1", "5000").succeeds();
            await().until(() -> server.messages().size() == 5000);
            assertThat(server.messages().getLast()).endsWith(": 5000");
        }
    }

    @Test
    void theLocalLogIsBoundedOrHidden() throws Exception {
        int port = freePort();
        List<String> small =
                syslog("udp://127.0.0.1:" + port, "cache-max-size=16k", "cache-max-file=2", "cache-compress=false");
        try {
            run("small", small, "seq", "1", "5000").succeeds();
            List<String> kept =
                    sampan().run("logs", "small").succeeds().out().lines().toList();
            assertThat(kept).hasSizeLessThan(4000).endsWith("5000");
            run("hidden", syslog("udp://127.0.0.1:" + port, "cache-disabled=true"), "echo", "x")
                    .succeeds();
            assertThat(sampan().run("logs", "hidden").err())
                    .contains("configured logging driver does not support reading");
        } finally {
            remove("small");
            remove("hidden");
        }
    }

    @Test
    void aStartFailsWhereNobodyListens() throws Exception {
        int port = freePort();
        String begin = "failed to create task for container: failed to initialize logging driver: ";
        String udp = "udp://127.0.0.1:" + port;
        Map<List<String>, String> wrong = Map.of(
                syslog("tcp://127.0.0.1:" + port),
                        begin + "dial tcp 127.0.0.1:" + port + ": connect: connection refused",
                syslog(udp, "tag={{.Foo}}"),
                        begin + "template: log-tag:1:2: executing \"log-tag\" at <.Foo>: can't"
                                + " evaluate field Foo in type *logger.Info",
                syslog(udp, "tag={{"), begin + "template: log-tag:1: unclosed action");
        for (Map.Entry<List<String>, String> entry : wrong.entrySet()) {
            Sampan.Result refused = run("never", entry.getKey(), "true");
            assertThat(refused.err()).contains("Error response from daemon: " + entry.getValue() + "\n");
            assertThat(refused.code()).isEqualTo(125);
            remove("never");
        }
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        String udp = "udp://127.0.0.1:9";
        Map<List<String>, String> wrong = Map.ofEntries(
                Map.entry(syslog("foo"), "syslog-address should be in form proto://address, got foo"),
                Map.entry(syslog("http://a"), "syslog-address should be in form proto://address, got http://a"),
                Map.entry(syslog("unix:///nope"), "stat /nope: no such file or directory"),
                Map.entry(
                        syslog("tcp://localhost:xx"), "parse \"tcp://localhost:xx\": invalid port \":xx\" after host"),
                Map.entry(syslog(udp, "syslog-facility=zzz"), "invalid syslog facility"),
                Map.entry(syslog(udp, "syslog-facility=24"), "invalid syslog facility"),
                Map.entry(syslog(udp, "syslog-format=zzz"), "Invalid syslog format"),
                Map.entry(syslog(udp, "foo=x"), "unknown log opt 'foo' for syslog log driver"),
                Map.entry(syslog(udp, "cache-disabled=zz"), "invalid value for option cache-disabled: zz"),
                Map.entry(
                        syslog(udp, "mode=non-blocking", "max-buffer-size=zz"),
                        "error parsing option max-buffer-size: invalid size: 'zz'"),
                Map.entry(
                        List.of("--log-driver", "journald", "--log-opt", "x=y"),
                        "unknown log opt 'x' for journald log driver"),
                Map.entry(List.of("--log-driver", "gelf"), "the log driver gelf is not supported"));
        wrong.forEach((flags, sentence) -> {
            Sampan.Result refused = run("never", flags, "true");
            assertThat(refused.err()).contains("Error response from daemon: " + sentence);
            assertThat(refused.code()).isEqualTo(125);
        });
        assertThat(sampan().run("ps", "-aqf", "name=never").line()).isEmpty();
    }

    @Test
    void anEnginesOwnDriverIsForAllWhoNameNone() throws Exception {
        try (Sampan own = Sampan.fresh();
                LogListener syslog = LogListener.udp()) {
            Process daemon = own.command(
                            "--data-root",
                            own.dataRoot().toString(),
                            "--exec-root",
                            own.execRoot().toString(),
                            "daemon",
                            "--log-driver",
                            "syslog",
                            "--log-opt",
                            "syslog-address=udp://127.0.0.1:" + syslog.port(),
                            "--log-opt",
                            "tag=all")
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("told").toFile())
                    .start();
            await().until(() -> Files.readString(folder.resolve("told")).contains("the Engine API is served on"));
            own.run("run", "--rm", "--network", "none", BUSYBOX, "echo", "x").succeeds();
            await().until(() -> syslog.messages().size() == 1);
            assertThat(syslog.messages().getFirst()).contains(" all[").endsWith("]: x\n");
            daemon.destroy();
            daemon.waitFor();
        }
    }
}
