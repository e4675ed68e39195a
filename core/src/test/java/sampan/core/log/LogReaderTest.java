package sampan.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sampan.kernel.Fd;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;

final class LogReaderTest {
    @TempDir
    Path folder;

    private static byte[] local(String stream, long time, String line, boolean partial) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.write(10);
        message.write(stream.length());
        message.writeBytes(stream.getBytes(StandardCharsets.US_ASCII));
        message.write(16);
        for (long rest = time; ; rest >>>= 7) {
            message.write((int) (rest < 0x80 ? rest : rest | 0x80));
            if (rest < 0x80) {
                break;
            }
        }
        message.write(26);
        message.write(line.length());
        message.writeBytes(line.getBytes(StandardCharsets.UTF_8));
        if (partial) {
            message.write(32);
            message.write(1);
        }
        int length = message.size();
        return ByteBuffer.allocate(length + 8)
                .putInt(length)
                .put(message.toByteArray())
                .putInt(length)
                .array();
    }

    private static byte[] json(String line, Instant time) {
        return ("{\"log\":\"" + line + "\\n\",\"stream\":\"stdout\",\"time\":\"" + time + "\"}\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private void write(String name, byte[]... entries) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] entry : entries) {
            all.writeBytes(entry);
        }
        Files.deleteIfExists(folder.resolve(name)); // ext4 writes a file that replaces another to the disk at once
        Files.write(folder.resolve(name), all.toByteArray());
    }

    private List<String> read(LogFormat format, LogOptions options) throws Exception {
        List<String> lines = new ArrayList<>();
        try (Fd fd = Open.open(folder, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY)) {
            LogReader.read(
                    fd,
                    format,
                    options,
                    entry -> lines.add(new String(entry.bytes(), StandardCharsets.UTF_8)),
                    _ -> true);
        }
        return lines;
    }

    private static LogOptions tail(long count) {
        return new LogOptions(true, true, OptionalLong.of(count), Optional.empty(), Optional.empty(), false);
    }

    @Test
    void readsRotatedFilesOldestFirst() throws Exception {
        write("container.log.2", local("stdout", 1, "one", false));
        write("container.log.1", local("stdout", 2, "two", false), local("stderr", 3, "three", false));
        write("container.log", local("stdout", 4, "four", true), local("stdout", 5, "five", false));
        assertThat(read(new LocalFormat(), LogOptions.ALL))
                .containsExactly("one\n", "two\n", "three\n", "four", "five\n");
        assertThat(read(new LocalFormat(), tail(3))).containsExactly("three\n", "four", "five\n");
        assertThat(read(new LocalFormat(), tail(0))).isEmpty();
        assertThat(read(new LocalFormat(), tail(100))).hasSize(5);
    }

    @Test
    void readsBetweenTwoTimes() throws Exception {
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        write(
                "container.log",
                json("a", start),
                json("b", start.plusSeconds(1)),
                json("c", start.plusSeconds(2)),
                json("d", start.plusSeconds(3)));
        LogOptions between = new LogOptions(
                true,
                true,
                OptionalLong.empty(),
                Optional.of(start.plusSeconds(1)),
                Optional.of(start.plusSeconds(2)),
                false);
        assertThat(read(new JsonFormat(), between)).containsExactly("b\n", "c\n");
        assertThat(read(new JsonFormat(), tail(2))).containsExactly("c\n", "d\n");
    }

    @Test
    void passesOverATornEnd() throws Exception {
        byte[] whole = local("stdout", 1, "whole", false);
        byte[] torn = java.util.Arrays.copyOf(local("stdout", 2, "torn", false), 9);
        write("container.log", whole, torn);
        assertThat(read(new LocalFormat(), LogOptions.ALL)).containsExactly("whole\n");
    }

    @Test
    void refusesWhatNoMonitorWrites() throws Exception {
        write(
                "container.log",
                ByteBuffer.allocate(8).putInt(Integer.MAX_VALUE).putInt(0).array());
        assertThatThrownBy(() -> read(new LocalFormat(), LogOptions.ALL)).isInstanceOf(IOException.class);
        write("container.log", "no json\n".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> read(new JsonFormat(), LogOptions.ALL)).isInstanceOf(IOException.class);
    }

    /** A log that was cut off anywhere, as by a crash, is read up to there, also from its end. */
    @Test
    void mobyFuzzTailfileALogCutOffAnywhereIsReadUpToThere() throws Exception {
        for (LogFormat format : List.of(new LocalFormat(), new JsonFormat())) {
            byte[] line =
                    format instanceof LocalFormat ? local("stdout", 1, "whole", false) : json("whole", Instant.EPOCH);
            for (int left = 0; left < line.length; left++) {
                write("container.log", line, line, Arrays.copyOf(line, left));
                assertThat(read(format, LogOptions.ALL)).as(format + " " + left).hasSize(2);
                assertThat(read(format, tail(1))).as(format + " " + left).hasSize(1);
            }
        }
    }

    /** Twenty thousand logs with a few bytes changed, cut or doubled, from a fixed seed: read to the first fault, or to the end, and nothing else. */
    @Test
    void mobyFuzzLoggerDecodeADamagedLogIsReadAsFarAsItGoesOrRefused() throws Exception {
        Random random = new Random(11);
        for (LogFormat format : List.of(new LocalFormat(), new JsonFormat())) {
            byte[] whole = format instanceof LocalFormat
                    ? local("stderr", 1, "a line of the log", true)
                    : json("a line of the log", Instant.EPOCH);
            for (int i = 0; i < 10_000; i++) {
                byte[] damaged =
                        Arrays.copyOf(whole, random.nextInt(8) == 0 ? random.nextInt(whole.length) : whole.length);
                for (int change = random.nextInt(4); change > 0 && damaged.length > 0; change--) {
                    damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
                }
                write("container.log", whole, damaged, whole);
                try {
                    assertThat(read(format, i % 2 == 0 ? LogOptions.ALL : tail(2)))
                            .hasSizeLessThanOrEqualTo(3 + whole.length);
                } catch (IOException refused) {
                    assertThat(refused).hasMessageNotContaining("null");
                }
            }
        }
    }

    @Test
    void doesNotFollowALinkInTheLogsPlace_CVE_2026_53489() throws Exception {
        Path secret = Files.write(folder.resolve("secret"), json("secret", Instant.EPOCH));
        Files.createSymbolicLink(folder.resolve("container.log"), secret);
        assertThatThrownBy(() -> read(new JsonFormat(), LogOptions.ALL)).isInstanceOf(IOException.class);
    }
}
