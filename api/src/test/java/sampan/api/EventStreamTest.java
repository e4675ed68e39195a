package sampan.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sampan.api.http.Limits;
import sampan.core.config.ConfigJson;
import sampan.core.event.Action;
import sampan.core.event.EventType;
import sampan.core.event.Subject;
import tools.jackson.databind.JsonNode;

/** Events on their way to a client: each of them once, in order and whole, however it reads. */
@Timeout(300)
final class EventStreamTest extends ServedEngine {
    /** Far more than sockets hold. */
    private static final int MANY = 20_000;

    private static final int THREADS = 4;
    private static final int OF_EACH = 300;

    EventStreamTest() {
        super(Limits.DEFAULT);
    }

    private RawClient listening(String version) throws IOException {
        RawClient client = new RawClient(socket());
        client.send(
                "GET " + version + "/events?filters=%7B%22type%22:%5B%22volume%22%5D%7D HTTP/1.1\r\nHost: d\r\n\r\n");
        assertThat(client.until("\r\n\r\n")).startsWith("HTTP/1.1 200 ");
        return client;
    }

    private void publish(int from, int to) {
        for (int i = from; i < to; i++) {
            engine().events().publish(new Subject(EventType.VOLUME, "v" + i, Map.of()), Action.CREATE);
        }
    }

    private static List<String> names(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "v" + i).toList();
    }

    /** So many, as they come: in chunks that end where an event does, unless that is a long one. */
    private static List<JsonNode> heard(InputStream from, int count) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        while (events.size() < count) {
            text.append(new String(from.readNBytes(Integer.parseInt(line(from), 16)), StandardCharsets.UTF_8));
            assertThat(line(from)).isEmpty();
            if (text.charAt(text.length() - 1) == '\n') {
                text.toString().lines().map(ConfigJson.MAPPER::readTree).forEach(events::add);
                text.setLength(0);
            }
        }
        return events;
    }

    private static String line(InputStream from) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = from.read(); octet != '\n' && octet >= 0; octet = from.read()) {
            line.write(octet);
        }
        return line.toString(StandardCharsets.US_ASCII).strip();
    }

    private static List<String> actors(List<JsonNode> events) {
        return events.stream()
                .map(event -> event.path("Actor").path("ID").asString())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1.24", "/v1.41", "/v1.56", ""})
    void whoReadsHearsEachOneAtOnce(String version) throws IOException {
        try (RawClient client = listening(version);
                InputStream in = client.input()) {
            for (int i = 0; i < 100; i++) {
                publish(i, i + 1);
                assertThat(actors(heard(in, 1))).isEqualTo(names(i, i + 1));
            }
        }
    }

    @Test
    void whoDoesNotReadHoldsNobodyUpAndMissesNothing() throws IOException {
        try (RawClient client = listening("");
                InputStream in = client.input()) {
            publish(0, MANY);
            assertThat(actors(heard(in, MANY))).isEqualTo(names(0, MANY));
            publish(MANY, MANY + 100);
            assertThat(actors(heard(in, 100))).isEqualTo(names(MANY, MANY + 100));
        }
    }

    /** Larger than a socket's room: the first part goes one way and the rest another. */
    private void publishSomeLarge(int thread) {
        for (int i = 0; i < OF_EACH; i++) {
            String text = "x".repeat(i % 15 == thread ? 300_000 : 10 * i);
            engine().events()
                    .publish(
                            new Subject(EventType.VOLUME, "v" + thread + "-" + i, Map.of("text", text)), Action.CREATE);
        }
    }

    @Test
    void largeAndSmallOnesOfManyPublishersStayWholeAndInOrder() throws Exception {
        try (RawClient client = listening("");
                InputStream in = client.input()) {
            List<Thread> publishers = IntStream.range(0, THREADS)
                    .mapToObj(thread -> Thread.ofPlatform().start(() -> publishSomeLarge(thread)))
                    .toList();
            List<JsonNode> events;
            try {
                events = heard(in, THREADS * OF_EACH);
            } finally {
                for (Thread publisher : publishers) {
                    publisher.join();
                }
            }
            assertThat(events.stream().map(event -> event.path("timeNano").asLong()))
                    .isSorted()
                    .doesNotHaveDuplicates();
            for (int thread = 0; thread < THREADS; thread++) {
                String begin = "v" + thread + "-";
                assertThat(actors(events).stream().filter(name -> name.startsWith(begin)))
                        .containsExactlyElementsOf(IntStream.range(0, OF_EACH)
                                .mapToObj(i -> begin + i)
                                .toList());
            }
        }
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    @Test
    void whoGoesLeavesNoDescriptor() throws Exception {
        heardOnce();
        long before = descriptors();
        for (int i = 0; i < 50; i++) {
            heardOnce();
        }
        while (descriptors() > before + 10) { // until the time limit of the test
            Thread.sleep(10);
        }
    }

    private void heardOnce() throws IOException {
        try (RawClient client = listening("");
                InputStream in = client.input()) {
            publish(0, 1);
            assertThat(heard(in, 1)).hasSize(1);
        }
    }

    @Test
    void theStreamEndsWithTheServer() throws IOException {
        try (RawClient client = listening("");
                InputStream in = client.input()) {
            publish(0, 1);
            assertThat(heard(in, 1)).hasSize(1);
            server().close();
            assertThat(client.rest()).isEmpty();
        }
    }
}
