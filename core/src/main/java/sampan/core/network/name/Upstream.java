package sampan.core.network.name;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks other name servers, from the host's network: those on the host's loopback are reached, too. Blocks.
 *
 * <p>All are asked at once, each query from a port of its own and with a number of its own, and the first one that knows is believed. That there is no such name is
 * believed at once of the first server only, and of another when the first has not spoken a little later: with a VPN, it often is the first one that knows more.
 */
final class Upstream {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration FOR_THE_FIRST = Duration.ofMillis(300);
    private static final int TRIES = 2;
    private static final int LARGEST = 65535;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Upstream() {}

    /** @param stream whether by TCP */
    static Optional<Answer> ask(Query query, List<InetSocketAddress> servers, boolean stream) {
        return stream ? byStream(query, servers) : byDatagram(query, servers);
    }

    /** The query as it came, EDNS and all, with a number that nobody can guess. */
    private static byte[] renumbered(Query query) {
        byte[] message = query.message().clone();
        ByteBuffer.wrap(message).putShort(0, (short) RANDOM.nextInt());
        return message;
    }

    private static Optional<Answer> byDatagram(Query query, List<InetSocketAddress> servers) {
        byte[] message = renumbered(query);
        try (DatagramSocket socket = new DatagramSocket()) {
            Hearing hearing = new Hearing(query, message, servers);
            for (int i = 0; i < TRIES && !hearing.isOver(); i++) {
                send(socket, message, servers);
                hearing.listen(socket);
            }
            return hearing.best();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static void send(DatagramSocket socket, byte[] message, List<InetSocketAddress> servers) {
        for (InetSocketAddress server : servers) {
            try {
                socket.send(new DatagramPacket(message, message.length, server));
            } catch (IOException _) {
                // no way there; another one may be reached
            }
        }
    }

    /** What has been heard so far of one query. */
    private static final class Hearing {
        private final Query query;
        private final byte[] asked;
        private final List<InetSocketAddress> servers;
        private final Set<InetSocketAddress> heard = new HashSet<>();
        private @Nullable Answer known;
        private @Nullable Answer failed;
        private boolean over;

        Hearing(Query query, byte[] asked, List<InetSocketAddress> servers) {
            this.query = query;
            this.asked = asked;
            this.servers = servers;
        }

        boolean isOver() {
            return over;
        }

        Optional<Answer> best() {
            return Optional.ofNullable(known).or(() -> Optional.ofNullable(failed));
        }

        void listen(DatagramSocket socket) throws IOException {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            byte[] room = new byte[LARGEST];
            while (!over) {
                long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
                if (left <= 0) {
                    over = known != null;
                    return;
                }
                DatagramPacket packet = new DatagramPacket(room, room.length);
                try {
                    socket.setSoTimeout((int) left);
                    socket.receive(packet);
                } catch (SocketTimeoutException _) {
                    continue;
                }
                boolean had = known != null;
                hear(packet);
                if (!had && known != null) {
                    deadline = Math.min(deadline, System.nanoTime() + FOR_THE_FIRST.toNanos());
                }
            }
        }

        private void hear(DatagramPacket packet) {
            InetSocketAddress from = (InetSocketAddress) packet.getSocketAddress();
            byte[] message = Arrays.copyOf(packet.getData(), packet.getLength());
            boolean numbered = message.length >= 2 && message[0] == asked[0] && message[1] == asked[1];
            if (!numbered || !servers.contains(from)) {
                return;
            }
            try {
                take(from, Answer.parse(query, message));
            } catch (MalformedException _) {
                return; // somebody guesses; the true answer may come yet
            }
        }

        private void take(InetSocketAddress from, Answer answer) {
            heard.add(from);
            if (!answer.isSaid()) {
                failed = answer;
            } else if (answer.isPositive() || answer.truncated() || from.equals(servers.getFirst())) {
                known = answer;
                over = true;
            } else if (known == null) {
                known = answer;
            }
            over |= heard.containsAll(servers);
        }
    }

    private static Optional<Answer> byStream(Query query, List<InetSocketAddress> servers) {
        Answer failed = null;
        for (InetSocketAddress server : servers) {
            try (Socket socket = new Socket()) {
                socket.connect(server, (int) PATIENCE.toMillis());
                socket.setSoTimeout((int) PATIENCE.toMillis());
                byte[] message = renumbered(query);
                ByteBuffer framed = ByteBuffer.allocate(2 + message.length);
                framed.putShort((short) message.length).put(message);
                socket.getOutputStream().write(framed.array());
                DataInputStream in = new DataInputStream(socket.getInputStream());
                byte[] heard = new byte[in.readUnsignedShort()];
                in.readFully(heard);
                Answer answer = Answer.parse(query, heard);
                if (answer.isSaid()) {
                    return Optional.of(answer);
                }
                failed = answer;
            } catch (IOException | MalformedException _) {
                // another one may know
            }
        }
        return Optional.ofNullable(failed);
    }
}
