package sampan.core.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sampan.kernel.Fd;
import sampan.kernel.file.Read;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Driver {@code json-file}: one JSON object a line. */
final class JsonFormat implements LogFormat {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final int CHUNK = 64 << 10;

    /** One line of the file. */
    record Line(
            @Nullable String log,
            @Nullable String stream,
            @Nullable String time) {}

    @Override
    public Optional<Decoded> decode(byte[] bytes, int from, int to) throws IOException {
        int end = from;
        while (end < to && bytes[end] != '\n') {
            end++;
        }
        if (end == to) {
            if (to - from > LONGEST) {
                throw new IOException("a log entry of more than " + LONGEST + " bytes");
            }
            return Optional.empty();
        }
        return Optional.of(new Decoded(entry(bytes, from, end - from), end + 1 - from));
    }

    private static LogEntry entry(byte[] bytes, int from, int length) throws IOException {
        try {
            Line line = MAPPER.readValue(bytes, from, length, Line.class);
            String text = line.log() == null ? "" : line.log();
            return new LogEntry(
                    Instant.parse(line.time() == null ? "" : line.time()),
                    "stderr".equals(line.stream()),
                    text.getBytes(StandardCharsets.UTF_8),
                    !text.endsWith("\n"),
                    null);
        } catch (JacksonException | DateTimeException e) {
            throw new IOException("a log entry that is no JSON", e);
        }
    }

    @Override
    public Start last(Fd file, long size, long count) throws IOException {
        long found = 0;
        long position = size;
        while (position > 0) {
            int length = (int) Math.min(CHUNK, position);
            position -= length;
            byte[] chunk = new byte[length];
            int got = Read.at(file, chunk, position);
            for (int i = got - 1; i >= 0; i--) {
                boolean ends = chunk[i] == '\n';
                if (ends && found == count) {
                    return new Start(position + i + 1, found);
                }
                found += ends ? 1 : 0;
            }
        }
        return new Start(0, found);
    }
}
