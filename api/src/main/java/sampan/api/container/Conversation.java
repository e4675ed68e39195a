package sampan.api.container;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import sampan.api.http.Line;
import sampan.core.monitor.AttachedStream;
import sampan.core.monitor.AttachedStream.Heard;

/**
 * Carries bytes between a client and a process until one of them has enough.
 *
 * @param framed output goes in Docker's frames, which tell stdout and stderr apart
 * @param stdin whether the client's bytes are for the process
 * @param keys by which the client leaves; empty: there are none
 */
record Conversation(boolean framed, boolean stdin, Optional<DetachWatch> keys) {
    private static final int PIECE = 32 << 10;
    private static final int HEADER = 8;

    /** What a raw stream of bytes is called, and one in frames. */
    static String type(boolean framed) {
        return framed ? "application/vnd.docker.multiplexed-stream" : "application/vnd.docker.raw-stream";
    }

    /** What is to have happened before a client sees the end of the output: it may ask for the rest at once. */
    interface End {
        /** The process has ended. */
        default void ended() throws InterruptedException {}

        /** The client has left with its keys. */
        void left();
    }

    /** @param monitor of the process */
    void between(Line client, Line monitor, End end) throws IOException, InterruptedException {
        AttachedStream process = new AttachedStream(new BufferedInputStream(monitor.in(), PIECE), monitor.out());
        client.whenClosed(monitor::close);
        Thread typing = Thread.ofVirtual().start(() -> listen(client, process, monitor));
        try {
            if (output(process, monitor, client.out())) {
                end.ended();
            } else if (keys.filter(DetachWatch::left).isPresent()) {
                end.left();
            }
        } finally {
            client.endOutput();
            client.in().close();
            typing.join();
        }
    }

    /** @return whether the process has ended */
    private boolean output(AttachedStream process, Line monitor, OutputStream out) throws IOException {
        Optional<Heard> heard = process.next();
        while (heard.isPresent() && heard.get() instanceof Heard.Output(boolean error, byte[] bytes)) {
            write(out, framed, error, bytes);
            if (monitor.in().available() == 0) {
                out.flush();
            }
            heard = process.next();
        }
        out.flush();
        return heard.isPresent();
    }

    /** A piece of output, in a frame or bare. */
    static void write(OutputStream out, boolean framed, boolean error, byte[] bytes) throws IOException {
        if (framed) {
            head(out, error, bytes.length);
        }
        out.write(bytes);
    }

    /** Of a frame with so many bytes. */
    static void head(OutputStream out, boolean error, int bytes) throws IOException {
        out.write(ByteBuffer.allocate(HEADER)
                .put(0, (byte) (error ? 2 : 1))
                .putInt(4, bytes)
                .array());
    }

    private void listen(Line client, AttachedStream process, Line monitor) {
        try {
            if (stdin && input(client.in(), process)) {
                monitor.close(); // detached
            } else if (stdin) {
                process.closeStdin();
            }
        } catch (IOException _) {
            // The process has ended before its input: what it said is still to be read. Of a client that is gone
            // another tells.
        }
    }

    /** @return whether the client has left with its keys */
    private boolean input(InputStream in, AttachedStream process) throws IOException {
        byte[] bytes = new byte[PIECE];
        int got = in.read(bytes);
        while (got >= 0) {
            if (keys.isPresent()) {
                byte[] through = keys.get().pass(bytes, got);
                process.stdin(through, 0, through.length);
                if (keys.get().left()) {
                    return true;
                }
            } else {
                process.stdin(bytes, 0, got);
            }
            got = in.read(bytes);
        }
        return false;
    }
}
