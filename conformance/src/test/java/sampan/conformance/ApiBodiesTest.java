package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static sampan.conformance.Patience.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients send to the Engine API: archives however they are compressed, and several clients' words for one container. */
final class ApiBodiesTest extends ClientTest {
    private static final byte[] LAYER =
            HostileTar.empty().file("file", "content").bytes();

    @TempDir
    private Path folder;

    private static byte[] request(String path, byte[] body, String more) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(("POST " + path + " HTTP/1.1\r\nHost: docker\r\nContent-Type: application/x-tar\r\n"
                        + "Content-Length: " + body.length + "\r\n" + more + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(body);
        return request.toByteArray();
    }

    /** One after the other on the same connection: what is left of one body would be taken for the next request. */
    private ApiExchange thenPing(byte[] request) throws IOException {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(request);
        both.writeBytes(
                "GET /_ping HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        String text = both.toString(StandardCharsets.ISO_8859_1);
        int border = text.indexOf("\r\n\r\n") + 2;
        return ApiExchange.with(
                socket(), text.substring(0, border), text.substring(border + 2).getBytes(StandardCharsets.ISO_8859_1));
    }

    private byte[] packed(String program, byte[] tar) throws IOException, InterruptedException {
        assumeTrue(program.equals("cat") || ArchivedImages.has(program), program + " is not installed");
        Path plain = Files.write(folder.resolve("plain"), tar);
        Path packed = folder.resolve("packed");
        Process pack = new ProcessBuilder(program, program.equals("cat") ? "-u" : "-c", plain.toString())
                .redirectOutput(packed.toFile())
                .start();
        assertThat(pack.waitFor()).isZero();
        return Files.readAllBytes(packed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cat", "gzip", "xz", "bzip2"})
    void anImageIsLoadedFromABodyHoweverItIsCompressed(String program) throws Exception {
        String name = "packed:" + program;
        byte[] body = packed(program, ArchivedImages.docker(name, LAYER).bytes());
        try {
            ApiExchange answer = thenPing(request("/v1.41/images/load?quiet=1", body, ""));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).contains("Loaded image: " + name).endsWith("OK");
            assertThat(sampan().run("images", "-q", name).line()).isNotEmpty();
        } finally {
            sampan().run("rmi", name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cat", "gzip", "xz"})
    void aBuildIsRefusedInOneSentenceAndItsContextReadToTheEnd(String program) throws Exception {
        byte[] context = HostileTar.empty()
                .file("Dockerfile", "FROM localhost/busybox\n")
                .file("large", new byte[2 << 20], 0644)
                .bytes();
        String encoding = program.equals("gzip") ? "Content-Encoding: gzip\r\n" : "";
        ApiExchange answer = thenPing(request("/v1.41/build?t=x", packed(program, context), encoding));
        assertThat(answer.status()).isEqualTo(501);
        assertThat(answer.text()).contains("\"message\":").endsWith("OK");
    }

    /** The mistake is the client's, whichever way it copies. */
    @Test
    void aNameThatIsTooLongIsRefused() throws Exception {
        sampan().run("create", "--name", "long", "--network", "none", BUSYBOX).succeeds();
        String path = "/containers/long/archive?path=" + "x".repeat(3000);
        assertThat(ApiExchange.with(
                                socket(),
                                "GET " + path + " HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n",
                                new byte[0])
                        .status())
                .isEqualTo(400);
        byte[] put = request(path, LAYER, "Connection: close\r\n");
        String text = new String(put, StandardCharsets.ISO_8859_1).replaceFirst("POST", "PUT");
        int border = text.indexOf("\r\n\r\n") + 2;
        ApiExchange refused = ApiExchange.with(
                socket(), text.substring(0, border), text.substring(border + 2).getBytes(StandardCharsets.ISO_8859_1));
        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.text()).contains("file name too long");
    }

    @Test
    void severalClientsAreAttachedToOneContainer() throws Exception {
        sampan().run("run", "-d", "-i", "--name", "shared", "--network", "none", BUSYBOX, "cat")
                .succeeds();
        List<Process> clients = List.of(attach("first"), attach("second"), attach("third"));
        try {
            for (int i = 0; i < clients.size(); i++) {
                String word = "word-of-" + i;
                OutputStream in = clients.get(i).getOutputStream();
                await().until(() -> {
                    in.write((word + "\n").getBytes(StandardCharsets.US_ASCII));
                    in.flush();
                    return heard("first").contains(word)
                            && heard("second").contains(word)
                            && heard("third").contains(word);
                });
            }
            sampan().run("rm", "-f", "shared").succeeds();
            for (Process client : clients) {
                Patience.ends(client);
            }
        } finally {
            clients.forEach(Process::destroyForcibly);
        }
    }

    private Process attach(String name) throws IOException {
        return program("docker", "attach", "--sig-proxy=false", "shared")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name).toFile())
                .start();
    }

    private String heard(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    /** The command line's flag is a field of HostConfig, for clients that know it. */
    @Test
    void onUnhealthyIsAFieldOfTheApi() throws Exception {
        String body = "{\"Image\": \"localhost/busybox\", \"Cmd\": [\"sleep\", \"1000\"],"
                + " \"Healthcheck\": {\"Test\": [\"CMD\", \"false\"], \"Interval\": 100000000, \"Retries\": 1},"
                + " \"HostConfig\": {\"NetworkMode\": \"none\", \"OnUnhealthy\": \"stop\"}}";
        ApiExchange made = post("/containers/create?name=sick", body);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(post("/containers/sick/start", "").status()).isEqualTo(204);
        await().until(() -> sampan().run("inspect", "-f", "{{.State.Status}}", "sick")
                .line()
                .equals("exited"));
        assertThat(sampan().run("inspect", "-f", "{{.HostConfig.OnUnhealthy}}", "sick")
                        .line())
                .isEqualTo("stop");
        assertThat(post("/containers/create", body.replace("\"stop\"", "\"dance\""))
                        .status())
                .isEqualTo(400);
    }

    private ApiExchange post(String path, String body) throws IOException {
        return ApiExchange.with(
                socket(),
                "POST " + path + " HTTP/1.1\r\nHost: docker\r\nConnection: close\r\nContent-Type: application/json\r\n"
                        + "Content-Length: " + body.length() + "\r\n",
                body.getBytes(StandardCharsets.US_ASCII));
    }
}
