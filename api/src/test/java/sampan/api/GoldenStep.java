package sampan.api;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import sampan.core.config.ConfigJson;
import tools.jackson.databind.JsonNode;

/**
 * One request of a golden file as it goes over the wire, and what comes back. Of the step's fields {@code upgrade} asks for a connection of its own, on which
 * {@code input} is sent once {@code expect} has come and the requests of {@code during} are answered, and then the end, unless the step says {@code stay}.
 */
final class GoldenStep {
    private static final String VERSION = "1.41";

    private final Path socket;
    /** What earlier steps have made: the last id, an archive. */
    private final Map<String, byte[]> kept = new HashMap<>();

    GoldenStep(Path socket) {
        this.socket = socket;
    }

    /** @param body without what HTTP puts around it */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Answer(int status, String head, byte[] body) {
        String header(String name) {
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ": "))
                    .map(line -> line.substring(name.length() + 2))
                    .findFirst()
                    .orElse("");
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    Answer answer(JsonNode step) throws IOException {
        try (RawClient client = new RawClient(socket)) {
            byte[] body = body(step);
            send(client, head(step, body).getBytes(StandardCharsets.UTF_8), body);
            String head = client.until("\r\n\r\n");
            for (JsonNode other : step.path("during")) {
                answer(ConfigJson.MAPPER.createObjectNode().put("request", other.asString()));
            }
            ByteArrayOutputStream heard = new ByteArrayOutputStream();
            talk(client, step, "", heard);
            talk(client, step, "2", heard);
            if (!step.path("input").isMissingNode() && !step.path("stay").asBoolean(false)) {
                client.endSending();
            }
            Answer begun = new Answer(Integer.parseInt(head.substring(9, 12)), head, new byte[0]);
            String length = begun.header("content-length");
            heard.writeBytes(length.isEmpty() ? client.restBytes() : client.read(Integer.parseInt(length)));
            Answer answer = new Answer(begun.status(), head, unchunked(head, heard.toByteArray()));
            keep(step, answer);
            return answer;
        }
    }

    /** Whoever refuses it may not have read all of it. */
    private static void send(RawClient client, byte[] head, byte[] body) {
        byte[] all = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        try {
            client.send(all);
        } catch (IOException refused) {
            // The answer tells why.
        }
    }

    private static void talk(RawClient client, JsonNode step, String which, ByteArrayOutputStream heard)
            throws IOException {
        String expected = step.path("expect" + which).asString("");
        if (!expected.isEmpty()) {
            heard.writeBytes(client.until(expected).getBytes(StandardCharsets.ISO_8859_1));
        }
        String input = step.path("input" + which).asString("");
        if (!input.isEmpty()) {
            client.send(input);
        }
    }

    private void keep(JsonNode step, Answer answer) {
        if (step.path("keep").isString()) {
            kept.put(step.path("keep").asString(), answer.body());
        }
        if (answer.status() == 201 && answer.text().startsWith("{")) {
            String id = ConfigJson.MAPPER.readTree(answer.body()).path("Id").asString("");
            kept.put("ID", id.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private String head(JsonNode step, byte[] body) {
        String[] words = step.path("request").asString().split(" ", 2);
        String version = step.path("version").asString(VERSION);
        String id = new String(kept.getOrDefault("ID", new byte[0]), StandardCharsets.US_ASCII);
        String now = "" + Instant.now().plusSeconds(1).getEpochSecond();
        String target = words[1].replace("/ID/", "/" + id + "/").replace("NOW", now);
        boolean json = step.path("body").isObject();
        return words[0] + " " + (version.equals("none") ? "" : "/v" + version) + target
                + " HTTP/1.1\r\nHost: docker\r\n"
                + (step.path("upgrade").asBoolean(false)
                        ? "Connection: Upgrade\r\nUpgrade: tcp\r\n"
                        : "Connection: close\r\n")
                + (body.length == 0 ? "" : "Content-Length: " + body.length + "\r\n")
                + (json ? "Content-Type: application/json\r\n" : "")
                + "\r\n";
    }

    private byte[] body(JsonNode step) {
        if (step.path("saved").asBoolean(false)) {
            return kept.get("saved");
        }
        if (step.path("tar").isObject()) {
            return GoldenTar.of(step.path("tar"));
        }
        return switch (step.path("body")) {
            case JsonNode text when text.isString() -> text.asString().getBytes(StandardCharsets.UTF_8);
            case JsonNode object when object.isObject() -> object.toString().getBytes(StandardCharsets.UTF_8);
            default -> new byte[0];
        };
    }

    private static byte[] unchunked(String head, byte[] body) throws IOException {
        if (!head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")) {
            return body;
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        ByteArrayInputStream in = new ByteArrayInputStream(body);
        int length = Integer.parseInt(line(in), 16);
        while (length > 0) {
            whole.writeBytes(in.readNBytes(length));
            line(in);
            length = Integer.parseInt(line(in), 16);
        }
        return whole.toByteArray();
    }

    private static String line(ByteArrayInputStream in) {
        StringBuilder text = new StringBuilder();
        for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
            text.append((char) octet);
        }
        return text.toString().strip();
    }

    /** Docker's frames as lists of a stream's number and a text; what is no frame is the last one's rest. */
    static Map<Integer, String> frame(ByteBuffer bytes) {
        Map<Integer, String> frame = new TreeMap<>();
        if (bytes.remaining() < 8 || bytes.get(bytes.position()) > 2) {
            byte[] rest = new byte[bytes.remaining()];
            bytes.get(rest);
            frame.put(0, new String(rest, StandardCharsets.UTF_8));
            return frame;
        }
        int stream = bytes.get();
        bytes.position(bytes.position() + 3);
        byte[] text = new byte[Math.min(bytes.getInt(), bytes.remaining())];
        bytes.get(text);
        frame.put(stream, new String(text, StandardCharsets.UTF_8));
        return frame;
    }
}
