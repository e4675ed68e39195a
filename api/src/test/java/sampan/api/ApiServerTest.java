package sampan.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sampan.api.http.Limits;
import sampan.core.config.ConfigJson;
import sampan.core.config.ContainerConfig;
import sampan.core.config.HostConfig;
import sampan.core.container.Container;
import sampan.core.container.state.CreateRequest;
import sampan.core.error.EngineException;
import tools.jackson.databind.JsonNode;

@Timeout(300)
final class ApiServerTest extends ServedEngine {
    private static final Limits SHORT = new Limits(
            8, 16 << 10, 16 << 10, 64 << 10, Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(30));

    ApiServerTest() {
        super(SHORT);
    }

    @Test
    void aPingTellsWhatIsSpoken() throws IOException {
        String answer = RawClient.get(socket(), "/_ping");
        assertThat(answer)
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("\r\nApi-Version: 1.56\r\n", "\r\nOstype: linux\r\n", "\r\nDocker-Experimental: false\r\n")
                .contains("\r\nCache-Control: no-cache, no-store, must-revalidate\r\n", "\r\nPragma: no-cache\r\n")
                .contains(
                        "\r\nBuilder-Version: 1\r\n", "\r\nServer: Sampan/0.1.0 (linux)\r\n", "\r\nSwarm: inactive\r\n")
                .endsWith("\r\n\r\nOK");
    }

    @Test
    void aPingByHeadHasNoBody() throws IOException {
        String answer = RawClient.ask(socket(), "HEAD /_ping HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("\r\nApi-Version: 1.56\r\n")
                .endsWith("\r\n\r\n");
    }

    @Test
    void theVersionIsTheSameWithAndWithoutPrefix() throws IOException {
        JsonNode plain = body(RawClient.get(socket(), "/version"));
        assertThat(plain.path("ApiVersion").asString()).isEqualTo("1.56");
        assertThat(body(RawClient.get(socket(), "/v1.24/version"))).isEqualTo(plain);
        assertThat(body(RawClient.get(socket(), "/v1.56/version"))).isEqualTo(plain);
    }

    @Test
    void versionsThatAreNotSpokenAreRefusedInDockersWords() throws IOException {
        String tooNew = RawClient.get(socket(), "/v1.99/info");
        assertThat(tooNew).startsWith("HTTP/1.1 400 ");
        assertThat(message(tooNew)).isEqualTo("client version 1.99 is too new. Maximum supported API version is 1.56");
        assertThat(message(RawClient.get(socket(), "/v1.23/info")))
                .isEqualTo("client version 1.23 is too old. Minimum supported API version is 1.24,"
                        + " please upgrade your client to a newer version");
        assertThat(message(RawClient.get(socket(), "/v2.0/info"))).contains("too new");
        assertThat(message(RawClient.get(socket(), "/v1/info"))).contains("too old");
        assertThat(message(RawClient.get(socket(), "/v999999999999999999999/info")))
                .contains("too old");
        assertThat(message(RawClient.get(socket(), "/v1..3/info"))).contains("too old");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/nothing", "/v1.40", "/v1.40/", "/v1.99/nothing", "/containers/", "/vx/info", "/Info"})
    void aPathThatMeansNothingIsNotFound(String path) throws IOException {
        String answer = RawClient.get(socket(), path);
        assertThat(answer).startsWith("HTTP/1.1 404 Not Found\r\n").contains("\r\nContent-Type: application/json\r\n");
        assertThat(message(answer)).isEqualTo("page not found");
    }

    @Test
    void whatComesLaterSaysSo() throws IOException {
        String answer = RawClient.ask(
                socket(),
                "POST /v1.40/session HTTP/1.1\r\nHost: docker\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}");
        assertThat(answer).startsWith("HTTP/1.1 501 ");
        assertThat(message(answer))
                .isEqualTo("building images is not supported yet: it comes with a later version of Sampan");
    }

    @Test
    void anInfoCountsContainersAndImages() throws IOException {
        create("one");
        JsonNode info = body(RawClient.get(socket(), "/info"));
        assertThat(info.path("Containers").asInt()).isEqualTo(1);
        assertThat(info.path("ContainersRunning").asInt()).isZero();
        assertThat(info.path("Images").asInt())
                .isEqualTo(engine().images().list().size());
        assertThat(info.path("DockerRootDir").asString()).isEqualTo(folder.toString());
    }

    @Test
    void containersAreListedAndInspected() throws IOException {
        Container container = create("web");
        assertThat(body(RawClient.get(socket(), "/containers/json"))).isEmpty();
        JsonNode all = body(RawClient.get(socket(), "/v1.41/containers/json?all=1"));
        assertThat(all).hasSize(1);
        assertThat(all.at("/0/Id").asString()).isEqualTo(container.id());
        assertThat(all.at("/0/Names/0").asString()).isEqualTo("/web");
        assertThat(all.at("/0/State").asString()).isEqualTo("created");
        assertThat(all.at("/0/Command").asString()).isEqualTo("sh -c 'exit 3'");
        assertThat(all.at("/0/Ports").isArray()).isTrue();
        assertThat(body(RawClient.get(socket(), "/containers/web/json"))
                        .path("Id")
                        .asString())
                .isEqualTo(container.id());
        assertThat(body(RawClient.get(socket(), "/containers/" + container.id().substring(0, 12) + "/json"))
                        .path("Name")
                        .asString())
                .isEqualTo("/web");
    }

    @Test
    void aListObeysLimitAndFilters() throws IOException {
        create("first");
        create("second");
        assertThat(body(RawClient.get(socket(), "/containers/json?limit=1"))).hasSize(1);
        assertThat(list("{\"name\":[\"first\"]}")).hasSize(1);
        assertThat(list("{\"status\":[\"created\"],\"label\":[\"a=b\"]}")).hasSize(2);
        assertThat(list("{\"status\":{\"exited\":true}}")).isEmpty();
        assertThat(message(RawClient.get(socket(), filters("{\"color\":[\"red\"]}"))))
                .isEqualTo("invalid filter 'color'");
        for (String malformed : List.of("{", "[]", "7", "{\"name\":7}", "{\"name\":[{}]}", "[".repeat(5000))) {
            assertThat(RawClient.get(socket(), filters(malformed)))
                    .as(malformed.substring(0, Math.min(20, malformed.length())))
                    .startsWith("HTTP/1.1 400 ");
        }
        assertThat(message(RawClient.get(socket(), "/containers/json?limit=x"))).contains("limit");
    }

    @Test
    void whatIsNotThereIsNotFound() throws IOException {
        String answer = RawClient.get(socket(), "/containers/nobody/json");
        assertThat(answer).startsWith("HTTP/1.1 404 ");
        assertThat(message(answer)).isEqualTo("No such container: nobody");
        assertThat(message(RawClient.get(socket(), "/images/nothing/json"))).isEqualTo("No such image: nothing:latest");
    }

    @Test
    void imagesAreListedAndInspected() throws IOException {
        JsonNode images = body(RawClient.get(socket(), "/images/json"));
        assertThat(images.at("/0/RepoTags/0").asString()).isEqualTo("localhost/busybox:latest");
        assertThat(images.at("/0/Id").asString()).startsWith("sha256:");
        JsonNode image = body(RawClient.get(socket(), "/images/localhost/busybox/json"));
        assertThat(image.path("Id")).isEqualTo(images.at("/0/Id"));
        assertThat(image.at("/RootFS/Type").asString()).isEqualTo("layers");
    }

    @Test
    void aRootFileSystemIsImportedFromAWebServer() throws IOException {
        try (ServerSocket web = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerOnce(web));
            String address = "127.0.0.1:" + web.getLocalPort() + "/root.tar";
            assertThat(RawClient.ask(
                            socket(), "POST /images/create?repo=imported&fromSrc=" + address + " HTTP/1.0\r\n\r\n"))
                    .contains("Downloading from http://" + address, "\"status\":\"sha256:");
        }
        assertThat(RawClient.get(socket(), "/images/imported/json")).startsWith("HTTP/1.1 200 ");
    }

    /** With an archive without files. */
    private static void answerOnce(ServerSocket web) {
        try (var client = web.accept();
                var asked = client.getInputStream()) {
            assertThat(asked.read()).isEqualTo('G');
            client.getOutputStream().write("HTTP/1.0 200 OK\r\nContent-Length: 10240\r\n\r\n".getBytes(UTF_8));
            client.getOutputStream().write(new byte[10240]);
            client.shutdownOutput();
            asked.readNBytes(client.getReceiveBufferSize());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Test
    void manyRequestsUseOneConnectionAndKeepTheirOrder() throws IOException {
        try (RawClient client = new RawClient(socket())) {
            client.send("GET /_ping HTTP/1.1\r\nHost: d\r\n\r\nGET /nothing HTTP/1.1\r\nHost: d\r\n\r\n"
                    + "POST /auth HTTP/1.1\r\nHost: d\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
                    + "GET /_ping HTTP/1.0\r\n\r\n");
            String answers = client.rest();
            assertThat(Pattern.compile("HTTP/1.1 ([0-9]+)").matcher(answers).results())
                    .map(match -> match.group(1))
                    .containsExactly("200", "404", "400", "200");
        }
    }

    @Test
    void aClientThatHasFinishedSendingIsStillAnswered() throws IOException {
        try (RawClient client = new RawClient(socket())) {
            client.send("GET /_ping HTTP/1.1\r\nHost: docker\r\n\r\n".repeat(3));
            client.endSending();
            assertThat(client.rest().split("HTTP/1.1 200 OK", -1)).hasSize(4);
        }
    }

    @Test
    void whatIsTooLongOrMalformedIsRefused() throws IOException {
        assertThat(RawClient.get(socket(), "/" + "a".repeat(17 << 10))).startsWith("HTTP/1.1 414 ");
        assertThat(RawClient.ask(socket(), "GET /_ping HTTP/1.1\r\nX: " + "a".repeat(17 << 10) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ");
        assertThat(RawClient.get(socket(), "/containers/%zz/json")).startsWith("HTTP/1.1 400 ");
        assertThat(RawClient.ask(socket(), "\u0001\u0002 nonsense\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(RawClient.ask(socket(), "POST /auth HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"))
                .startsWith("HTTP/1.1 400 ");
    }

    @Test
    void aLongBodyCostsTheConnection() throws IOException {
        try (RawClient client = new RawClient(socket())) {
            client.send("POST /session HTTP/1.1\r\nHost: d\r\nContent-Length: 10000000\r\n\r\n" + "x".repeat(70 << 10));
            assertThat(client.until("\r\n\r\n")).startsWith("HTTP/1.1 501 ").containsIgnoringCase("connection: close");
        }
    }

    @Test
    void aClientThatWaitsForContinueIsAnsweredAtOnce() throws IOException {
        String answer = RawClient.ask(
                socket(), "POST /build HTTP/1.1\r\nHost: d\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 501 ");
    }

    @Test
    void aClientThatTricklesItsRequestIsLetGo() throws Exception {
        try (RawClient client = new RawClient(socket())) {
            client.send("GET /_ping HTTP/1.1\r\nHost: a-very-slow-client-indeed");
            assertThatThrownBy(() -> {
                        while (true) { // until the time limit of the test
                            client.send("-");
                            TimeUnit.MILLISECONDS.sleep(50);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        assertThat(RawClient.get(socket(), "/_ping")).endsWith("OK");
    }

    @Test
    void moreConnectionsThanAllowedAreClosedAndTheOthersServed() throws IOException {
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                clients.add(new RawClient(socket()));
            }
            clients.getFirst().send("GET /_ping HTTP/1.1\r\nHost: d\r\n\r\n");
            assertThat(clients.getFirst().until("OK")).startsWith("HTTP/1.1 200");
            assertThat(clients.getLast().rest()).isEmpty();
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void cve20143499TheSocketIsNotForEverybody() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
                .isEqualTo("rw-rw----");
    }

    /** Seen again and again while it comes: the name is never there with more rights than it is to have. */
    @Test
    void cve20143499NorIsItWhileItIsBeingMade() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService watchers = Executors.newSingleThreadExecutor()) {
            Future<Set<String>> seen = watchers.submit(() -> {
                Set<String> modes = new TreeSet<>();
                while (!over.get() || modes.isEmpty()) {
                    try {
                        modes.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())));
                    } catch (NoSuchFileException betweenTwo) {
                        Thread.onSpinWait();
                    }
                }
                return modes;
            });
            for (int i = 0; i < 100; i++) {
                server().close();
                serve(OptionalLong.of(1));
            }
            assertThat(Files.getAttribute(socket(), "unix:gid")).isEqualTo(1);
            over.set(true);
            assertThat(seen.get()).contains("rw-rw----").isSubsetOf("rw-rw----", "---------");
        } finally {
            over.set(true);
        }
    }

    @Test
    void aSocketThatSomebodyServesIsNotTaken() throws IOException {
        try (ApiServer second = new ApiServer(engine(), List.of(new ApiAddress.Unix(socket())), OptionalLong.empty())) {
            assertThatThrownBy(second::open)
                    .isInstanceOf(EngineException.Conflict.class)
                    .hasMessageContaining("another program does");
        }
        assertThat(RawClient.get(socket(), "/_ping")).endsWith("OK");
    }

    @Test
    void aSocketLeftByAKilledEngineIsReplacedAndOneThatIsOursRemoved() throws IOException {
        server().close();
        assertThat(socket()).doesNotExist();
        try (var left = java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            left.bind(java.net.UnixDomainSocketAddress.of(socket()));
        }
        serve(OptionalLong.of(0));
        assertThat(RawClient.get(socket(), "/_ping")).endsWith("OK");
    }

    @Test
    void aServerThatNobodyAskedClosesToo() {
        server().close();
        assertThat(socket()).doesNotExist();
        server().close();
    }

    @Test
    void itKnowsForHowLongNobodyAsked() throws IOException, InterruptedException {
        RawClient.get(socket(), "/_ping");
        while (server().idleNanos() <= Duration.ofMillis(20).toNanos()) { // until the time limit of the test
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private Container create(String name) {
        ContainerConfig config = ContainerConfig.builder()
                .image("localhost/busybox")
                .cmd(List.of("sh", "-c", "exit 3"))
                .labels(java.util.Map.of("a", "b"))
                .build();
        return engine().create(new CreateRequest(name, config, HostConfig.DEFAULT))
                .container();
    }

    private JsonNode list(String filters) throws IOException {
        return body(RawClient.get(socket(), filters(filters)));
    }

    private static String filters(String json) {
        return "/containers/json?all=1&filters="
                + java.net.URLEncoder.encode(json, java.nio.charset.StandardCharsets.UTF_8);
    }

    private static JsonNode body(String answer) {
        return ConfigJson.MAPPER.readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
    }

    private static String message(String answer) {
        return body(answer).path("message").asString();
    }
}
