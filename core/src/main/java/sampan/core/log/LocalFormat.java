package sampan.core.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import sampan.kernel.Fd;
import sampan.kernel.file.Read;

/** Driver {@code local}: length, protobuf message LogEntry, the length again. */
final class LocalFormat implements LogFormat {
    private static final int LENGTH = 4;
    private static final long NANOS = 1_000_000_000L;
    private static final int SOURCE = 1;
    private static final int TIME = 2;
    private static final int LINE = 3;
    private static final int PARTIAL = 4;
    private static final int METADATA = 5;
    private static final int LAST = 1;
    private static final int ID = 2;
    private static final int ORDINAL = 3;
    private static final byte[] STDERR = "stderr".getBytes(StandardCharsets.US_ASCII);

    @Override
    public Optional<Decoded> decode(byte[] bytes, int from, int to) throws IOException {
        if (to - from < LENGTH) {
            return Optional.empty();
        }
        int length = ByteBuffer.wrap(bytes).getInt(from);
        if (length < 0 || length > LONGEST) {
            throw new IOException("a log entry of " + length + " bytes");
        }
        if (to - from < length + 2 * LENGTH) {
            return Optional.empty();
        }
        Message message = new Message();
        message.read(new ProtobufReader(bytes, from + LENGTH, length));
        return Optional.of(new Decoded(message.entry(), length + 2 * LENGTH));
    }

    @Override
    public Start last(Fd file, long size, long count) throws IOException {
        long position = size;
        long found = 0;
        while (found < count && position > 0) {
            long entry = position < LENGTH ? -1 : whole(length(file, position - LENGTH));
            if (entry < 0 || entry > position || whole(length(file, position - entry)) != entry) {
                return fromTheBeginning(file, size, count);
            }
            position -= entry;
            found++;
        }
        return new Start(position, found);
    }

    /** The end is torn, as after a crash: what lies before cannot be told from behind. */
    private static Start fromTheBeginning(Fd file, long size, long count) throws IOException {
        Deque<Long> starts = new ArrayDeque<>();
        long position = 0;
        long entry = size < LENGTH ? -1 : whole(length(file, position));
        while (entry > 0 && position + entry <= size) {
            starts.add(position);
            if (starts.size() > count) {
                starts.remove();
            }
            position += entry;
            entry = position + LENGTH > size ? -1 : whole(length(file, position));
        }
        return new Start(starts.isEmpty() ? position : starts.getFirst(), starts.size());
    }

    private static int length(Fd file, long position) throws IOException {
        byte[] length = new byte[LENGTH];
        Read.at(file, length, position);
        return ByteBuffer.wrap(length).getInt(0);
    }

    /** With both lengths; -1 when no entry is that long. */
    private static long whole(int length) {
        return length < 0 || length > LONGEST ? -1 : length + 2L * LENGTH;
    }

    /** LogEntry while it is read. */
    private static final class Message {
        private boolean error;
        private long time;
        /** With room for its end. */
        private byte[] line = new byte[1];

        private boolean partial;
        private boolean last;
        private String id = "";
        private long ordinal;

        void read(ProtobufReader fields) throws IOException {
            while (fields.hasMore()) {
                switch (fields.nextField()) {
                    case SOURCE -> error = fields.isBytes(STDERR);
                    case TIME -> time = fields.number();
                    case LINE -> line = fields.bytes(1);
                    case PARTIAL -> partial = fields.number() != 0;
                    case METADATA -> metadata(fields.message());
                    default -> fields.skip();
                }
            }
        }

        private void metadata(ProtobufReader fields) throws IOException {
            while (fields.hasMore()) {
                switch (fields.nextField()) {
                    case LAST -> last = fields.number() != 0;
                    case ID -> id = new String(fields.bytes(), StandardCharsets.US_ASCII);
                    case ORDINAL -> ordinal = fields.number();
                    default -> fields.skip();
                }
            }
        }

        LogEntry entry() {
            boolean goesOn = partial && !last;
            byte[] bytes = goesOn ? Arrays.copyOf(line, line.length - 1) : line;
            if (!goesOn) {
                bytes[line.length - 1] = '\n';
            }
            return new LogEntry(
                    Instant.ofEpochSecond(Math.floorDiv(time, NANOS), Math.floorMod(time, NANOS)),
                    error,
                    bytes,
                    goesOn,
                    partial ? new LogEntry.Part(id, ordinal, last) : null);
        }
    }
}
