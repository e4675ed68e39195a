package sampan.core.network.name;

import java.nio.ByteBuffer;
import java.time.Duration;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Poll;
import sampan.kernel.file.Read;
import sampan.kernel.file.Write;

/** Queries that come one after the other over TCP. (RFC 7766) */
final class Conversation {
    /** For who says nothing, and for each part of a message. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int LENGTH = 2;

    private final Fd connection;
    private final NameBook book;
    private final Resolution resolution;

    /** Takes the connection over. */
    Conversation(Fd connection, NameBook book, Resolution resolution) {
        this.connection = connection;
        this.book = book;
        this.resolution = resolution;
    }

    void run() {
        try (connection) {
            byte[] length = new byte[LENGTH];
            while (fill(length)) {
                byte[] message =
                        new byte[Short.toUnsignedInt(ByteBuffer.wrap(length).getShort())];
                if (!fill(message) || !Query.isQuery(message)) {
                    return;
                }
                say(answer(message));
            }
        } catch (SyscallException _) {
            // who asked has gone
        }
    }

    private byte[] answer(byte[] message) {
        try {
            Query query = Query.parse(message);
            return resolution
                    .atOnce(query, book, true)
                    .map(Resolution.Reply::message)
                    .orElseGet(() -> resolution.byOthers(query, book, true));
        } catch (MalformedException _) {
            return Replies.unreadable(message);
        }
    }

    private boolean fill(byte[] target) throws SyscallException {
        int done = 0;
        while (done < target.length) {
            if (!Poll.readable(connection, PATIENCE)) {
                return false;
            }
            int got = Read.read(connection, target, done, target.length - done);
            if (got <= 0) {
                return false;
            }
            done += got;
        }
        return true;
    }

    private void say(byte[] reply) throws SyscallException {
        ByteBuffer framed = ByteBuffer.allocate(LENGTH + reply.length);
        framed.putShort((short) reply.length).put(reply);
        Write.fully(connection, framed.array());
    }
}
