package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A template over the containers: what it sees, when it is rendered, who is told; and an nginx whose upstreams follow the containers. */
final class TemplateTest extends EngineTest {
    private static final Path NGINX = Path.of("/usr/sbin/nginx");
    private static final String CONFIGURATION = """
            daemon off;
            worker_processes 1;
            error_log FOLDER/error.log;
            pid FOLDER/pid;
            events {}
            http {
              access_log off;
              client_body_temp_path FOLDER/t1; proxy_temp_path FOLDER/t2; fastcgi_temp_path FOLDER/t3;
              uwsgi_temp_path FOLDER/t4; scgi_temp_path FOLDER/t5;
            {{- range $host, $containers := groupBy . "Env.VIRTUAL_HOST" }}
              upstream {{ $host }} {
              {{- range $containers }}{{ $address := first .Addresses }}
                server {{ $address.IP }}:{{ $address.Port }}; # {{ .Name }}
              {{- end }}
              }
              server { listen 127.0.0.1:PORT default_server; server_name {{ $host }}; location / { proxy_pass http://{{ $host }}; } }
            {{- else }}
              server { listen 127.0.0.1:PORT default_server; return 503; }
            {{- end }}
            }
            """;

    @TempDir
    Path folder;

    private Path template(String text) throws IOException {
        return Files.writeString(folder.resolve("template"), text);
    }

    private String render(String text, String... flags) throws IOException {
        List<String> line = new ArrayList<>(List.of("template"));
        line.addAll(List.of(flags));
        line.add(template(text).toString());
        return sampan().run(line.toArray(String[]::new)).succeeds().out();
    }

    private void web(String name, String host) {
        sampan().run(
                        "run",
                        "-d",
                        "--name",
                        name,
                        "--expose",
                        "80",
                        "-e",
                        "VIRTUAL_HOST=" + host,
                        "--label",
                        "tier=web",
                        BUSYBOX,
                        "sh",
                        "-c",
                        "mkdir /w; echo " + name + " > /w/index.html; exec httpd -f -p 80 -h /w")
                .succeeds();
    }

    private void remove(String... names) {
        for (String name : names) {
            sampan().run("rm", "-f", name);
        }
    }

    @Test
    void aTemplateSeesTheContainersAndGroupsThem() throws Exception {
        try {
            web("one", "a.test");
            web("two", "b.test");
            sampan().run("run", "-d", "--name", "hidden", "--network", "none", BUSYBOX, "sleep", "1000")
                    .succeeds();
            sampan().run("create", "--name", "still", "--expose", "1", BUSYBOX).succeeds();
            assertThat(render("{{range .}}{{.Name}} {{end}}")).isEqualTo("hidden one two ");
            assertThat(render("{{range .}}{{.Name}} {{end}}", "-only-exposed")).isEqualTo("one two ");
            assertThat(render("{{range .}}{{.Name}} {{end}}", "--only-exposed", "-include-stopped"))
                    .isEqualTo("one still two ");
            assertThat(render("{{range .}}{{.Name}} {{end}}", "-only-published"))
                    .isEmpty();
            assertThat(render("{{range $host, $all := groupBy . \"Env.VIRTUAL_HOST\"}}{{$host}}={{len $all}} {{end}}"))
                    .isEqualTo("a.test=1 b.test=1 ");
            assertThat(render("{{range where . \"Env.VIRTUAL_HOST\" \"b.test\"}}{{.Name}}{{end}}"))
                    .isEqualTo("two");
            assertThat(render("{{range whereLabelExists . \"tier\"}}{{.Labels.tier}} {{end}}"))
                    .isEqualTo("web web ");
            assertThat(render("{{range whereLabelDoesNotExist . \"tier\"}}{{.Image.Repository}}{{end}}"))
                    .isEqualTo("busybox");
            assertThat(render("{{with first .}}{{coalesce .Labels.no .Name}} {{.State.Running}}{{end}}"))
                    .isEqualTo("hidden true");
            assertThat(
                            render(
                                    "{{range .}}{{if contains .Env \"VIRTUAL_HOST\"}}{{(first .Addresses).Port}} {{end}}{{end}}"))
                    .isEqualTo("80 80 ");
        } finally {
            remove("one", "two", "hidden", "still");
        }
    }

    @Test
    void whatIsWrongIsSaid() throws Exception {
        Sampan.Result unparsable = sampan().run("template", template("{{").toString());
        assertThat(unparsable.err()).contains("template: template:1: unclosed action");
        assertThat(unparsable.code()).isEqualTo(1);
        Sampan.Result missing =
                sampan().run("template", folder.resolve("missing").toString());
        assertThat(missing.err()).contains("open ", "missing: no such file or directory");
        assertThat(sampan().run("template").err()).contains("requires at least 1 and at most 2 arguments");
        assertThat(sampan().run("template", "-what", "x").err()).contains("unknown shorthand flag: 'w' in -what");
        assertThat(sampan().run("template", "-wait", "x", "t").err()).contains("time: invalid duration \"x\"");
    }

    /** A container of a reverse proxy reloads at SIGHUP. */
    @Test
    void aContainerHearsOfChangesAndOfNothingElse() throws Exception {
        Path target = folder.resolve("out");
        sampan().run(
                        "run",
                        "-d",
                        "--name",
                        "proxy",
                        "--network",
                        "none",
                        BUSYBOX,
                        "sh",
                        "-c",
                        "trap 'echo reloaded' HUP; echo ready; while :; do sleep 0.1; done")
                .succeeds();
        Process watch = null;
        try {
            await().until(() -> sampan().run("logs", "proxy").out().contains("ready"));
            watch = sampan().start(
                            "template",
                            "-watch",
                            "-only-exposed",
                            "-notify-sighup",
                            "proxy",
                            template("{{range .}}{{.Name}} {{end}}!").toString(),
                            target.toString());
            await().until(() -> Files.exists(target) && Files.readString(target).equals("!"));
            await().until(() -> sampan().run("logs", "proxy").out().equals("ready\nreloaded\n"));
            sampan().run("run", "--rm", "--network", "none", BUSYBOX, "true").succeeds();
            web("seen", "a.test");
            await().until(() -> Files.readString(target).equals("seen !"));
            await().until(() -> sampan().run("logs", "proxy").out().equals("ready\nreloaded\nreloaded\n"));
        } finally {
            end(watch);
            remove("proxy", "seen");
        }
    }

    private static void end(@Nullable Process process) throws InterruptedException {
        if (process != null) {
            process.destroy();
            process.waitFor();
        }
    }

    @Test
    void upstreamsOfAnNginxFollowTheContainers() throws Exception {
        Assumptions.assumeTrue(Files.exists(NGINX), "no nginx");
        int port = freePort();
        Path configuration = folder.resolve("nginx.conf");
        String source = template(
                        CONFIGURATION.replace("FOLDER", folder.toString()).replace("PORT", "" + port))
                .toString();
        Process nginx = null;
        Process watch = null;
        try {
            sampan().run("template", "-only-exposed", source, configuration.toString())
                    .succeeds();
            nginx = new ProcessBuilder(NGINX.toString(), "-p", folder.toString(), "-c", configuration.toString())
                    .start();
            await().until(() -> Files.exists(folder.resolve("pid")));
            watch = sampan().start(
                            "template",
                            "-watch",
                            "-only-exposed",
                            "-wait",
                            "100ms",
                            "-notify",
                            "kill -HUP $(cat " + folder.resolve("pid") + ")",
                            source,
                            configuration.toString());
            web("first", "a.test");
            awaitAnswers(port, Set.of("200 first"));
            web("second", "a.test");
            awaitAnswers(port, Set.of("200 first", "200 second"));
            remove("first");
            awaitAnswers(port, Set.of("200 second"));
            remove("second");
            awaitAnswers(port, Set.of("503"));
        } finally {
            end(watch);
            end(nginx);
            remove("first", "second");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitAnswers(int port, Set<String> expected) {
        await().ignoreExceptions().until(() -> answers(port).equals(expected));
    }

    private static Set<String> answers(int port) throws IOException, InterruptedException {
        Set<String> answers = new TreeSet<>();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < 6; i++) {
                HttpResponse<String> answer = client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                                .timeout(Duration.ofSeconds(5))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                answers.add(answer.statusCode()
                        + (answer.statusCode() == 200 ? " " + answer.body().strip() : ""));
            }
        }
        return answers;
    }
}
