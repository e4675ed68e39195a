package sampan.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sampan.api.http.Limits;
import sampan.core.config.ConfigJson;
import sampan.core.config.ContainerConfig;
import sampan.core.config.HostConfig;
import sampan.core.container.state.CreateRequest;

/** What clients send by mistake or on purpose: each gets a sentence and a status of its own, and the others are served. */
@Timeout(300)
final class BadRequestsTest extends ServedEngine {
    private static final Limits SHORT = new Limits(
            64, 16 << 10, 16 << 10, 64 << 10, Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5));

    BadRequestsTest() {
        super(SHORT);
    }

    private String create(String body) throws IOException {
        return RawClient.ask(
                socket(),
                "POST /v1.41/containers/create HTTP/1.1\r\nHost: d\r\nConnection: close\r\nContent-Type: application/json\r\n"
                        + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "7",
                "\"x\"",
                "{\"Image\":{}}",
                "{\"Cmd\":7,\"Image\":\"x\"}",
                "nonsense",
                "{\"HostConfig\":[1]}"
            })
    void whatIsNoContainerIsRefused(String body) throws IOException {
        assertThat(create(body)).startsWith("HTTP/1.1 40").contains("\"message\":\"");
    }

    @Test
    void jsonAHundredThousandDeepIsRefused() throws IOException {
        assertThat(create("[".repeat(100_000))).startsWith("HTTP/1.1 400 ");
        assertThat(create("{\"a\":".repeat(100_000))).startsWith("HTTP/1.1 400 ");
        assertThat(create("{\"Labels\":" + "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_001)))
                .startsWith("HTTP/1.1 400 ");
    }

    @Test
    void ofAFieldThatIsThereTwiceTheLastOneCounts() throws IOException {
        assertThat(create("{\"Image\":\"nope\",\"Image\":\"localhost/busybox\",\"Cmd\":\"true\"}"))
                .startsWith("HTTP/1.1 201 ");
    }

    @Test
    void namesOfFieldsMayBeWrittenAsGoReadsThem() throws IOException {
        assertThat(create("{\"image\":\"localhost/busybox\",\"CMD\":\"true\",\"hostconfig\":{\"memory\":6291456}}"))
                .startsWith("HTTP/1.1 201 ");
        assertThat(engine().containers()
                        .list()
                        .getFirst()
                        .hostConfig()
                        .resources()
                        .memory())
                .isEqualTo(6 << 20);
        assertThat(engine().containers().list().getFirst().config().cmd()).containsExactly("true");
    }

    @Test
    void aBodyThatIsShorterThanItSaysIsToldSo() throws IOException {
        try (RawClient client = new RawClient(socket())) {
            client.send("POST /containers/create HTTP/1.1\r\nHost: d\r\nContent-Length: 100\r\n\r\n{\"Image\":");
            client.endSending();
            assertThat(client.rest()).startsWith("HTTP/1.1 400 ").contains("shorter than it says");
        }
    }

    @Test
    void aBodyThatNeverComesCostsTheConnection() throws IOException {
        try (RawClient client = new RawClient(socket())) {
            client.send("POST /containers/create HTTP/1.1\r\nHost: d\r\nContent-Length: 100\r\n\r\n{\"Image\":");
            assertThat(client.rest()).isEmpty();
        }
        assertThat(RawClient.get(socket(), "/_ping")).endsWith("OK");
    }

    @Test
    void anArchiveMayTakeItsTimeButNotForEver() throws IOException, InterruptedException {
        try (RawClient client = new RawClient(socket())) {
            client.send("POST /images/load HTTP/1.1\r\nHost: d\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 9; i++) {
                client.send("1\r\nx\r\n");
                Thread.sleep(600);
            }
            client.send("0\r\n\r\n");
            assertThat(client.until("\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        }
        try (RawClient client = new RawClient(socket())) {
            client.send("POST /images/load HTTP/1.1\r\nHost: d\r\nContent-Length: 1000\r\n\r\nx");
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void aClientThatAsksBeforeItSendsIsToldToGoOn() throws IOException {
        try (RawClient client = new RawClient(socket())) {
            client.send("POST /volumes/create HTTP/1.1\r\nHost: d\r\nExpect: 100-continue\r\nConnection: close\r\n"
                    + "Content-Type: application/json\r\nContent-Length: 15\r\n\r\n");
            assertThat(client.until("\r\n\r\n")).startsWith("HTTP/1.1 100 Continue");
            client.send("{\"Name\":\"asked\"}".substring(0, 15));
            assertThat(client.rest()).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void namesThatLeadElsewhereAreNoNames() throws IOException {
        for (String name : List.of("../../etc", "a/b", ".", "..", "-x", "a%00b", "%2e%2e", "a%0a", "ä".repeat(300))) {
            assertThat(RawClient.get(socket(), "/volumes/" + name)).as(name).startsWith("HTTP/1.1 4");
            assertThat(RawClient.get(socket(), "/containers/" + name + "/json"))
                    .as(name)
                    .startsWith("HTTP/1.1 4");
            assertThat(RawClient.get(socket(), "/images/" + name + "/json"))
                    .as(name)
                    .startsWith("HTTP/1.1 4");
        }
        try (Stream<Path> made = Files.list(folder.resolve("volumes"))) {
            assertThat(made).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"file:///etc/passwd", "ftp://x/y", "http:///etc", "jar:http://x!/y", "http://[", "https://"})
    void anImportIsOfAWebServerOrOfTheBody(String source) throws IOException {
        String target = "/images/create?fromSrc=" + URLEncoder.encode(source, StandardCharsets.UTF_8);
        assertThat(RawClient.ask(socket(), "POST " + target + " HTTP/1.0\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .contains("fromSrc: ");
    }

    @Test
    void whoWaitsAndGoesLeavesNothingBehind() throws IOException, InterruptedException {
        ContainerConfig config = ContainerConfig.builder()
                .image("localhost/busybox")
                .cmd(List.of("true"))
                .build();
        engine().create(new CreateRequest("waited", config, HostConfig.DEFAULT));
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            RawClient client = new RawClient(socket());
            client.send("POST /containers/waited/wait?condition=next-exit HTTP/1.1\r\nHost: d\r\n\r\n");
            assertThat(client.until("\r\n\r\n")).startsWith("HTTP/1.1 200 ");
            clients.add(client);
        }
        assertThat(server().idleNanos()).isZero();
        for (RawClient client : clients) {
            client.close();
        }
        while (server().idleNanos() == 0) { // until the time limit of the test
            Thread.sleep(10);
        }
    }

    @Test
    void anAnswerHasNoMessageThatIsNoJson() throws IOException {
        String answer = RawClient.get(socket(), "/containers/%22%0d%0aX-Evil:%20yes/json");
        assertThat(answer).startsWith("HTTP/1.1 404 ").doesNotContain("\r\nX-Evil");
        assertThat(ConfigJson.MAPPER
                        .readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4))
                        .path("message")
                        .asString())
                .contains("No such container: \"");
    }
}
