package sampan.conformance;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import sampan.kernel.Fd;
import sampan.kernel.file.Open;
import sampan.kernel.file.Read;
import sampan.kernel.socket.Datagram;

/** Somebody to whom logs are sent: keeps the messages that arrive. */
final class LogListener implements Closeable {
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final Closeable socket;
    private final int port;

    private LogListener(Closeable socket) {
        this(socket, 0);
    }

    private LogListener(Closeable socket, int port) {
        this.socket = socket;
        this.port = port;
    }

    List<String> messages() {
        return messages;
    }

    /** Of UDP: that the kernel chose. */
    int port() {
        return port;
    }

    /** What something does until the socket is closed. */
    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    private LogListener reading(Work work) {
        Thread.ofPlatform().daemon().name("log-listener").start(() -> {
            try {
                work.run();
            } catch (IOException closed) {
                // the end
            }
        });
        return this;
    }

    static LogListener udp() throws IOException {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        LogListener listener = new LogListener(socket, socket.getLocalPort());
        return listener.reading(() -> {
            byte[] buffer = new byte[1 << 16];
            while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                listener.messages.add(new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8));
            }
        });
    }

    /** Line by line, of whoever connects; closing it closes their connections too. */
    static LogListener tcp(ServerSocket server) {
        List<Socket> clients = new CopyOnWriteArrayList<>();
        LogListener listener = new LogListener(() -> {
            server.close();
            for (Socket client : clients) {
                client.close();
            }
        });
        return listener.reading(() -> {
            while (true) {
                Socket client = server.accept();
                clients.add(client);
                listener.reading(() -> listener.lines(
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))));
            }
        });
    }

    private void lines(BufferedReader reader) throws IOException {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            messages.add(line);
        }
    }

    static LogListener unix(Path path) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(path));
        LogListener listener = new LogListener(server);
        return listener.reading(() -> {
            while (true) {
                SocketChannel client = server.accept();
                listener.reading(
                        () -> listener.lines(new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8))));
            }
        });
    }

    /** Datagrams to a path: a local syslog, or a journal. An empty one ends it. */
    static LogListener datagrams(Path path) throws IOException {
        Fd socket;
        try (Fd folder = Open.directory(path.getParent())) {
            socket = Datagram.bind(folder, path.getFileName().toString(), 0666);
        }
        LogListener listener = new LogListener(() -> Datagram.send(path.toString(), new byte[] {0}));
        return listener.reading(() -> {
            try (socket) {
                byte[] buffer = new byte[1 << 18];
                while (true) {
                    int length = Read.read(socket, buffer, 0, buffer.length);
                    if (length == 1) {
                        return;
                    }
                    listener.messages.add(new String(Arrays.copyOf(buffer, length), StandardCharsets.ISO_8859_1));
                }
            }
        });
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
