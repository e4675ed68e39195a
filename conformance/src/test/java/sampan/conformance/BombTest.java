package sampan.conformance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Small inputs that want to become large: an engine whose whole heap has 64 MiB survives each, and answers others meanwhile. One that runs out
 * of memory ends at once, so that it is seen. {@code -Dbomb.entries=10000000} for the whole count of entries: what is kept of them has a bound,
 * which the usual count reaches as well. {@code -Dbomb.answers=200} holds each answer to that many milliseconds.
 */
@ExtendWith(LeakCheck.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BombTest {
    private static final String HEAP = "-Xmx64m";
    private static final boolean BY_HAND = System.getProperty("bomb.entries") != null;
    private static final int ENTRIES = Integer.getInteger("bomb.entries", 10_000);
    /** Of an answer on a machine that is busy with other tests; usual are a few milliseconds, and the goal on a quiet one is 200. */
    private static final long PATIENCE_MILLIS = Long.getLong("bomb.answers", 20_000);

    private final Sampan sampan = Sampan.fresh();

    @TempDir
    Path folder;

    private long engine;

    @BeforeAll
    void startEngine(@TempDir Path options) throws IOException {
        Path home = Path.of("").toAbsolutePath().getParent().resolve("dist");
        String usual = Files.readString(home.resolve("engine.args"));
        Path small = options.resolve("engine.args");
        Files.writeString(small, usual.replaceFirst("-Xmx\\w+", HEAP));
        engine = new ProcessBuilder(
                        home.resolve("jvm/bin/java").toString(),
                        "@" + small,
                        "--data-root",
                        sampan.dataRoot().toString(),
                        "--exec-root",
                        sampan.execRoot().toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .pid();
        await().until(() -> Files.exists(sampan.execRoot().resolve("front.sock"))
                && Files.exists(sampan.execRoot().resolve("sampan.sock")));
        assertThat(Proc.arguments(engine)).isNotEmpty();
    }

    @AfterAll
    void endEngine() {
        sampan.close();
    }

    @AfterEach
    void theEngineIsTheSameAndHasKeptNothing() {
        assertThat(sampan.engine().orElseThrow().pid()).isEqualTo(engine);
        sampan.run("rmi", "-f", "bomb:1");
        assertThat(sampan.run("images", "-q").succeeds().out().lines()).hasSize(1);
        assertThat(sampan.dataRoot().resolve("layers").toFile().list()).hasSize(1);
    }

    /** Runs a command on a file while others ask the engine whether it is there. */
    private Sampan.Result explode(Path archive, String... command) throws Exception {
        List<String> line = new ArrayList<>(List.of(command));
        line.replaceAll(word -> word.equals("FILE") ? archive.toString() : word);
        AtomicBoolean over = new AtomicBoolean();
        FutureTask<List<Long>> asking = new FutureTask<>(() -> ask(over));
        Thread.ofPlatform().start(asking);
        Sampan.Result result;
        try {
            result = sampan.run(line.toArray(String[]::new));
        } finally {
            over.set(true);
        }
        List<Long> answers = asking.get();
        assertThat(answers).isNotEmpty().allMatch(millis -> millis < PATIENCE_MILLIS);
        if (BY_HAND) {
            List<Long> sorted = answers.stream().sorted().toList();
            System.out.printf(
                    "a bomb of %d bytes: %d answers, the middle one after %d ms, the slowest after %d ms%n",
                    Files.size(archive), sorted.size(), sorted.get(sorted.size() / 2), sorted.getLast());
        }
        return result;
    }

    /** @return how many milliseconds each answer took */
    private List<Long> ask(AtomicBoolean over) throws IOException, InterruptedException {
        List<Long> answers = new ArrayList<>();
        do { // at least once, also where this thread comes late
            long start = System.nanoTime();
            ping();
            answers.add((System.nanoTime() - start) / 1_000_000);
            Thread.sleep(20);
        } while (!over.get());
        return answers;
    }

    private void ping() throws IOException {
        try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.connect(UnixDomainSocketAddress.of(sampan.execRoot().resolve("sampan.sock")));
            socket.write(
                    ByteBuffer.wrap("GET /_ping HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(US_ASCII)));
            ByteBuffer answer = ByteBuffer.allocate(4096);
            while (socket.read(answer) > 0) {
                // to its end
            }
            assertThat(new String(answer.array(), 0, answer.position(), US_ASCII))
                    .startsWith("HTTP/1.1 200");
        }
    }

    @FunctionalInterface
    private interface Content {
        void write(OutputStream out) throws IOException;
    }

    private Path zipped(Content content) throws IOException {
        Path file = folder.resolve("bomb.tar.gz");
        try (OutputStream out =
                new BufferedOutputStream(new GZIPOutputStream(Files.newOutputStream(file), 1 << 16), 1 << 16)) {
            content.write(out);
        }
        return file;
    }

    private static byte[] header(char type, String name, long size) {
        byte[] entry =
                HostileTar.empty().entry(type, name, "", new byte[0], 0644).bytes();
        byte[] header = Arrays.copyOf(entry, 512);
        byte[] octal = String.format("%011o", size).getBytes(US_ASCII);
        System.arraycopy(octal, 0, header, 124, octal.length);
        Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        System.arraycopy(String.format("%06o\0 ", sum).getBytes(US_ASCII), 0, header, 148, 8);
        return header;
    }

    private static void zeros(OutputStream out, long count) throws IOException {
        byte[] block = new byte[1 << 16];
        for (long left = count; left > 0; left -= block.length) {
            out.write(block, 0, (int) Math.min(left, block.length));
        }
    }

    private void isRefused(Path archive, String why) throws Exception {
        Sampan.Result result = explode(archive, "import", "FILE", "bomb:1");
        assertThat(result.err()).contains(why).doesNotContain("Exception");
        assertThat(result.code()).isEqualTo(1);
    }

    @Test
    void aThousandToOne() throws Exception {
        long size = 256L << 20;
        Path archive = zipped(out -> {
            out.write(header('0', "zeros", size));
            zeros(out, size + 1024);
        });
        assertThat(Files.size(archive)).isLessThan(size / 900);
        explode(archive, "import", "FILE", "bomb:1").succeeds();
    }

    @Test
    void longWindows() throws Exception {
        Path plain = folder.resolve("plain.tar");
        Files.write(plain, HostileTar.withShell().bytes());
        Path packed = folder.resolve("long.tar.zst");
        Process zstd =
                new ProcessBuilder("zstd", "--long=31", "--ultra", "-22", "-q", "-f", "-o", packed.toString()).start();
        try (OutputStream input = zstd.getOutputStream()) {
            Files.copy(plain, input);
        }
        assertThat(Patience.ends(zstd)).isTrue();
        isRefused(packed, "the archive's zstd stream is damaged: ");
    }

    /** Files, folders, symbolic links; hard links of one file, which take no inodes; and one file again and again, which takes no room. */
    @ParameterizedTest
    @ValueSource(chars = {'0', '5', '2', '1', 'A'})
    void manyEntries(char kind) throws Exception {
        Path archive = zipped(out -> {
            for (int i = 0; i < ENTRIES; i++) {
                out.write(entry(kind, i), 0, 512);
            }
            zeros(out, 1024);
        });
        explode(archive, "import", "FILE", "bomb:1").succeeds();
    }

    /** Ext4 has 65,000 links of one file, and no more. */
    private static byte[] linked(String name, int number) {
        String target = "one" + number / 50_000;
        HostileTar tar = HostileTar.empty();
        return (number % 50_000 == 0 ? tar.file(target, "") : tar.hardLink(name, target)).bytes();
    }

    private static byte[] entry(char kind, int number) {
        String name = "d" + number % 1000 + "/e" + number;
        return switch (kind) {
            case '1' -> linked(name, number);
            case '2' -> HostileTar.empty().link("l" + number, "x").bytes();
            case 'A' -> HostileTar.empty().file("one", "").bytes();
            default ->
                HostileTar.empty().entry(kind, name, "", new byte[0], 0644).bytes();
        };
    }

    /** Each name is a chain of two thousand: what is remembered of a folder is not what its name has. */
    @Test
    void manyDeepFolders() throws Exception {
        byte[] chain = "a/".repeat(1900).getBytes(US_ASCII);
        Path archive = zipped(out -> {
            for (int i = 0; i < 3000; i++) {
                String name = new String(chain, US_ASCII) + "e" + i;
                byte[] record = record("path", name).getBytes(US_ASCII);
                out.write(header('x', "x", record.length));
                out.write(Arrays.copyOf(record, (record.length + 511) / 512 * 512));
                out.write(header('5', "x", 0));
            }
            zeros(out, 1024);
        });
        explode(archive, "import", "FILE", "bomb:1").succeeds();
    }

    @Test
    void sparseMaps() throws Exception {
        String records = record("GNU.sparse.major", "1")
                + record("GNU.sparse.minor", "0")
                + record("GNU.sparse.name", "s")
                + record("GNU.sparse.realsize", String.valueOf(1L << 62));
        Path archive = zipped(out -> {
            out.write(header('x', "x", records.length()));
            out.write(Arrays.copyOf(records.getBytes(US_ASCII), 512));
            out.write(header('0', "s", 1L << 32));
            byte[] line = "9999999999\n0\n".getBytes(US_ASCII);
            out.write("99999999\n".getBytes(US_ASCII));
            for (int i = 0; i < 5_000_000; i++) {
                out.write(line);
            }
        });
        isRefused(archive, "sparse");
    }

    @Test
    void aFileThatIsOneHole() throws Exception {
        String records = record("GNU.sparse.major", "1")
                + record("GNU.sparse.minor", "0")
                + record("GNU.sparse.name", "s")
                + record("GNU.sparse.realsize", String.valueOf(1L << 62));
        Path archive = zipped(out -> {
            out.write(header('x', "x", records.length()));
            out.write(Arrays.copyOf(records.getBytes(US_ASCII), 512));
            out.write(header('0', "s", 512));
            out.write(Arrays.copyOf("0\n".getBytes(US_ASCII), 512));
            zeros(out, 1024);
        });
        isRefused(archive, "cannot unpack");
    }

    @ParameterizedTest
    @ValueSource(chars = {'x', 'L', 'K'})
    void aGigabyteOfHeader(char type) throws Exception {
        long size = 1L << 30;
        Path archive = zipped(out -> {
            out.write(header(type, "x", size));
            zeros(out, 64 << 20); // it need not be read to be refused
        });
        isRefused(archive, "an extended tar header is larger than 1 MiB");
    }

    private static String record(String key, String value) {
        int length = key.length() + value.length() + 3;
        int all = length + String.valueOf(length + 2).length();
        return all + " " + key + "=" + value + "\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"manifest.json", "config.json", "index.json"})
    void deepDocuments(String name) throws Exception {
        int depth = 100_000;
        byte[] deep = ("[".repeat(depth) + "]".repeat(depth)).getBytes(UTF_8);
        byte[] inside = ("{\"a\":" + new String(deep, UTF_8) + "}").getBytes(UTF_8);
        HostileTar tar = HostileTar.empty();
        switch (name) {
            case "manifest.json" -> tar.file(name, deep, 0644);
            case "config.json" ->
                tar.file(name, inside, 0644).file("manifest.json", ArchivedImages.manifest(name, "bomb:1"));
            default ->
                tar.file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}").file(name, inside, 0644);
        }
        Path archive = Files.write(folder.resolve("deep.tar"), tar.bytes());
        Sampan.Result result = explode(archive, "load", "-i", "FILE");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).startsWith("Error").doesNotContain("Exception", "StackOverflow");
    }
}
