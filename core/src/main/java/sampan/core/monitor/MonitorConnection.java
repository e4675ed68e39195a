package sampan.core.monitor;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sampan.kernel.Fd;
import sampan.kernel.process.Poller;
import sampan.kernel.socket.Message;
import sampan.kernel.socket.Received;

/** One monitor, as the engine hears it and speaks to it. */
public final class MonitorConnection implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(MonitorConnection.class.getName());
    private static final int CHUNK = 256;
    private static final long NANOS = 1_000_000_000L;

    private final Fd socket;
    private final MonitorListener listener;
    private Poller.@Nullable Registration registration;
    private byte[] heard = new byte[0];
    private @Nullable Fd pidfd;
    private boolean ended;

    private MonitorConnection(Fd socket, MonitorListener listener) {
        this.socket = socket;
        this.listener = listener;
    }

    static MonitorConnection open(Poller poller, Fd socket, MonitorListener listener) throws IOException {
        MonitorConnection connection = new MonitorConnection(socket, listener);
        synchronized (connection) {
            try {
                connection.registration = poller.register(socket, Poller.IN, _ -> connection.ready());
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        }
        return connection;
    }

    /** The id mappings of the container's user namespace are written. */
    public void mapped() throws IOException {
        send(Frame.empty(Frame.MAPPED));
    }

    public void signal(int number) throws IOException {
        send(Frame.signal(number));
    }

    public void resize(int rows, int columns) throws IOException {
        send(Frame.resize(rows, columns));
    }

    public void reopenLog() throws IOException {
        send(Frame.empty(Frame.REOPEN_LOG));
    }

    private synchronized void send(byte[] frame) throws IOException {
        if (!socket.isOpen()) {
            throw new IOException("the monitor is gone");
        }
        Message.send(socket, frame);
    }

    private void ready() {
        try {
            Optional<Received> received = receive();
            if (received.isEmpty()) {
                end(listener::lost);
                return;
            }
            received.get().descriptors().stream().findFirst().ifPresent(this::keep);
            hear(received.get().payload());
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a monitor's connection broke", e);
            end(listener::lost);
        }
    }

    private synchronized Optional<Received> receive() throws IOException {
        return socket.isOpen() ? Message.receive(socket, CHUNK, 1) : Optional.empty();
    }

    private void keep(Fd received) {
        if (pidfd != null) {
            pidfd.close();
        }
        pidfd = received.release();
    }

    private void hear(byte[] bytes) throws IOException {
        byte[] all = bytes;
        if (heard.length > 0) {
            all = Arrays.copyOf(heard, heard.length + bytes.length);
            System.arraycopy(bytes, 0, all, heard.length, bytes.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(all);
        while (buffer.remaining() >= Frame.HEADER && !ended) {
            int length = buffer.getInt(buffer.position() + 4);
            if (length < 0 || length > Frame.LONGEST) {
                throw new IOException("a frame of " + length + " bytes");
            }
            if (buffer.remaining() < Frame.HEADER + length) {
                break;
            }
            int type = buffer.get(buffer.position());
            act(type, buffer.slice(buffer.position() + Frame.HEADER, length));
            buffer.position(buffer.position() + Frame.HEADER + length);
        }
        heard = Arrays.copyOfRange(all, buffer.position(), all.length);
    }

    private void act(int type, ByteBuffer payload) throws IOException {
        switch (type) {
            case Frame.STARTED -> {
                Fd child = pidfd;
                if (child == null) {
                    throw new IOException("FRAME_STARTED without a pidfd");
                }
                pidfd = null;
                listener.started(payload.getInt(), child, instant(payload.getLong()));
            }
            case Frame.RUNNING -> listener.running();
            case Frame.FAILED -> end(() -> listener.failed(payload.getInt(), payload.getInt()));
            case Frame.EXITED -> end(() -> listener.exited(exit(payload)));
            default -> {} // of a newer monitor, or output nobody asked for
        }
    }

    private static Exit exit(ByteBuffer payload) {
        return new Exit(payload.getInt(), payload.get() != 0, instant(payload.getLong()), instant(payload.getLong()));
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(nanos / NANOS, nanos % NANOS);
    }

    private void end(Runnable last) {
        if (!ended) {
            ended = true;
            close();
            last.run();
        }
    }

    /** Hears no more. */
    @Override
    public synchronized void close() {
        if (registration != null) {
            registration.close();
        }
        socket.close();
        if (pidfd != null) {
            pidfd.close();
            pidfd = null;
        }
    }
}
