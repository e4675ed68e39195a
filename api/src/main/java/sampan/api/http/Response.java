package sampan.api.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import sampan.kernel.Fd;

/** An answer: whole, or one that comes bit by bit, or the beginning of a conversation without HTTP. */
public sealed interface Response {
    int status();

    Map<String, String> headers();

    /** The same with these headers too, where it has none of that name. */
    Response with(Map<String, String> more);

    /** The array is not copied. */
    static Response of(int status, String type, byte[] body) {
        return new Whole(status, Map.of("Content-Type", type), body);
    }

    /** An answer without a body. */
    static Response empty(int status) {
        return new Whole(status, Map.of(), new byte[0]);
    }

    /**
     * An answer of which nobody knows the length.
     *
     * @param type empty: it does not say
     */
    static Response stream(String type, Writer writer) {
        return new Streamed(200, type.isEmpty() ? Map.of() : Map.of("Content-Type", type), Map.of(), writer);
    }

    /** The same, with headers that the writer knows before it writes. */
    static Response stream(String type, LateWriter writer) {
        Map<String, String> late = new ConcurrentHashMap<>();
        return new Streamed(200, Map.of("Content-Type", type), late, out -> writer.write(late, out));
    }

    /** All of it is known. */
    @SuppressWarnings("ArrayRecordComponent") // written out once, never compared
    record Whole(int status, Map<String, String> headers, byte[] body) implements Response {
        @Override
        public Response with(Map<String, String> more) {
            return new Whole(status, joined(headers, more), body);
        }
    }

    /**
     * Its head goes out with the first flush, or when it is long or at its end: until then a failure is answered with a status of its own.
     *
     * @param late headers that are there when the head goes out
     */
    record Streamed(int status, Map<String, String> headers, Map<String, String> late, Writer writer)
            implements Response {
        @Override
        public Response with(Map<String, String> more) {
            return new Streamed(status, joined(headers, more), late, writer);
        }
    }

    /** From now on the connection is a line for bytes, bare or in the frames of a web socket: hijacked, as Docker says. */
    record Upgraded(Map<String, String> headers, boolean webSocket, Talk talk) implements Response {
        public Upgraded(Map<String, String> headers, Talk talk) {
            this(headers, false, talk);
        }

        @Override
        public int status() {
            return 101;
        }

        @Override
        public Response with(Map<String, String> more) {
            return this; // a conversation has no more than its own
        }
    }

    /** From now on the connection speaks HTTP/2 about other things: a client of gRPC asked for that. */
    record Streams() implements Response {
        @Override
        public int status() {
            return 101;
        }

        @Override
        public Map<String, String> headers() {
            return Map.of();
        }

        @Override
        public Response with(Map<String, String> more) {
            return this;
        }
    }

    /** Writes a body; blocks as long as the client does not read. */
    @FunctionalInterface
    interface Writer {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    /** Puts headers into the map, then writes a body. */
    @FunctionalInterface
    interface LateWriter {
        void write(Map<String, String> headers, OutputStream out) throws IOException, InterruptedException;
    }

    /** Speaks with a client until one of both has enough. The line is closed behind it. */
    @FunctionalInterface
    interface Talk {
        void with(Line client, Lines lines) throws IOException, InterruptedException;
    }

    /** Makes lines of connected sockets. */
    @FunctionalInterface
    interface Lines {
        /** Takes the socket over. */
        Line of(Fd socket) throws IOException;
    }

    private static Map<String, String> joined(Map<String, String> own, Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(more);
        all.putAll(own);
        return all;
    }
}
