package sampan.core.log.remote;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import sampan.core.log.LogAttributes;
import sampan.core.log.LogEntry;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Poll;
import sampan.kernel.file.Write;
import sampan.kernel.socket.Datagram;

/** systemd's journal, by its own protocol: one datagram an entry. (systemd.io/JOURNAL_NATIVE_PROTOCOL) */
final class Journal implements Destination {
    private static final String SOCKET = "/run/systemd/journal/socket";
    /** Names another socket; for tests, and journals of a namespace. */
    private static final String VARIABLE = "SAMPAN_JOURNAL_SOCKET";

    private static final int ERROR = 3;
    private static final int INFORMATION = 6;

    private final Fd socket;
    private final byte[] always;
    private final byte[] extra;

    private Journal(Fd socket, byte[] always, byte[] extra) {
        this.socket = socket;
        this.always = always;
        this.extra = extra;
    }

    static Journal open(LogSubject subject) throws IOException {
        String tag = TagTemplate.tag(subject);
        try {
            Fd socket = Datagram.connect(System.getenv().getOrDefault(VARIABLE, SOCKET));
            return new Journal(socket, own(subject, tag), attributes(subject));
        } catch (SyscallException nobody) {
            throw new IOException("journald is not enabled on this host", nobody);
        }
    }

    private static byte[] own(LogSubject subject, String tag) {
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        put(fields, "CONTAINER_ID", subject.shortId());
        put(fields, "CONTAINER_ID_FULL", subject.id());
        put(fields, "CONTAINER_NAME", subject.name());
        put(fields, "CONTAINER_TAG", tag);
        put(fields, "IMAGE_NAME", subject.imageName());
        put(fields, "SYSLOG_IDENTIFIER", tag);
        return fields.toByteArray();
    }

    /** Labels and variables that the options name. The journal takes capitals, digits and underscores in names, and none of those first but letters. */
    private static byte[] attributes(LogSubject subject) {
        Map<String, String> named = new TreeMap<>();
        LogAttributes.of(subject.config(), subject.options()).forEach((name, value) -> {
            String usable =
                    name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_").replaceFirst("^_+", "");
            if (!usable.isEmpty()) {
                named.put(usable, value);
            }
        });
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        named.forEach((name, value) -> put(fields, name, value));
        return fields.toByteArray();
    }

    @Override
    public void send(LogEntry entry, String epoch, long ordinal) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        put(message, "PRIORITY", String.valueOf(entry.error() ? ERROR : INFORMATION));
        put(message, "MESSAGE", line(entry));
        put(message, "SYSLOG_TIMESTAMP", entry.time().toString());
        put(message, "CONTAINER_LOG_EPOCH", epoch);
        put(message, "CONTAINER_LOG_ORDINAL", String.valueOf(ordinal));
        LogEntry.Part part = entry.part();
        if (part != null) {
            put(message, "CONTAINER_PARTIAL_ID", part.id());
            put(message, "CONTAINER_PARTIAL_ORDINAL", String.valueOf(part.ordinal()));
            put(message, "CONTAINER_PARTIAL_LAST", String.valueOf(part.last()));
            if (!part.last()) {
                put(message, "CONTAINER_PARTIAL_MESSAGE", "true");
            }
        }
        message.writeBytes(always);
        byte[] least = message.toByteArray();
        message.writeBytes(extra);
        try {
            write(message.toByteArray());
        } catch (SyscallException e) {
            if (!e.is(Errno.EMSGSIZE)) {
                throw e;
            }
            write(least); // labels of a hundred kilobytes
        }
    }

    /** The journal may be busy: its queue takes few datagrams. */
    private void write(byte[] message) throws IOException {
        if ((Poll.await(socket, Poll.OUT, PATIENCE) & Poll.OUT) == 0) {
            throw new IOException("the journal does not read");
        }
        Write.fully(socket, message);
    }

    static byte[] line(LogEntry entry) {
        byte[] bytes = entry.bytes();
        int length = bytes.length;
        return length > 0 && bytes[length - 1] == '\n' ? Arrays.copyOf(bytes, length - 1) : bytes;
    }

    private static void put(ByteArrayOutputStream fields, String name, String value) {
        put(fields, name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** With its length: a value may have any bytes in it. */
    private static void put(ByteArrayOutputStream fields, String name, byte[] value) {
        fields.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        fields.write('\n');
        fields.writeBytes(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value.length)
                .array());
        fields.writeBytes(value);
        fields.write('\n');
    }

    @Override
    public void close() {
        socket.close();
    }
}
