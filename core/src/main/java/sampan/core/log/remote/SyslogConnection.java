package sampan.core.log.remote;

import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Poll;
import sampan.kernel.file.Write;
import sampan.kernel.socket.Datagram;

/** The ways to a syslog server. */
sealed interface SyslogConnection extends Closeable {
    /** A whole message. */
    void send(byte[] message) throws IOException;

    /** @throws IOException with Go's words, which are dockerd's */
    static SyslogConnection open(SyslogOptions options) throws IOException {
        SyslogAddress address = options.address();
        return switch (address.scheme()) {
            case "" -> Usual.open();
            case "unix" -> Local.open(address.host());
            case "unixgram" -> LocalDatagrams.open(address.host());
            case "udp" -> new Datagrams(new DatagramSocket(), resolved(address));
            default -> dial(options);
        };
    }

    private static InetSocketAddress resolved(SyslogAddress address) throws IOException {
        try {
            InetAddress host =
                    address.host().isEmpty() ? InetAddress.getLoopbackAddress() : InetAddress.getByName(address.host());
            return new InetSocketAddress(host, address.port());
        } catch (UnknownHostException unknown) {
            String network = address.scheme().equals("udp") ? "udp" : "tcp";
            throw new IOException("dial " + network + ": lookup " + address.host() + ": no such host", unknown);
        }
    }

    /** This host's own syslog, wherever it listens. */
    final class Usual {
        private static final List<String> SOCKETS = List.of("/dev/log", "/var/run/syslog", "/var/run/log");

        private Usual() {}

        static SyslogConnection open() throws IOException {
            for (String path : SOCKETS) {
                Optional<SyslogConnection> found = find(path);
                if (found.isPresent()) {
                    return found.get();
                }
            }
            throw new IOException("Unix syslog delivery error");
        }

        private static Optional<SyslogConnection> find(String path) {
            try {
                return Optional.of(LocalDatagrams.open(path));
            } catch (IOException noDatagrams) {
                try {
                    return Optional.of(Local.open(path));
                } catch (IOException nobody) {
                    return Optional.empty();
                }
            }
        }
    }

    /** unix: a stream. */
    record Local(SocketChannel channel) implements SyslogConnection {
        static Local open(String path) throws IOException {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.connect(UnixDomainSocketAddress.of(path));
                return new Local(channel);
            } catch (IOException failed) {
                channel.close();
                throw new IOException("dial unix " + path + ": connect: " + reason(failed), failed);
            }
        }

        @Override
        public void send(byte[] message) throws IOException {
            ByteBuffer rest = ByteBuffer.wrap(message);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** unixgram. */
    record LocalDatagrams(Fd socket) implements SyslogConnection {
        static LocalDatagrams open(String path) throws IOException {
            try {
                return new LocalDatagrams(Datagram.connect(path));
            } catch (SyscallException failed) {
                throw new IOException("dial unixgram " + path + ": connect: " + reason(failed), failed);
            }
        }

        @Override
        public void send(byte[] message) throws IOException {
            if ((Poll.await(socket, Poll.OUT, Destination.PATIENCE) & Poll.OUT) == 0) {
                throw new IOException("the syslog server does not read");
            }
            Write.fully(socket, message);
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    /** udp: nobody knows whether it arrives. */
    record Datagrams(DatagramSocket socket, InetSocketAddress server) implements SyslogConnection {
        @Override
        public void send(byte[] message) throws IOException {
            socket.send(new DatagramPacket(message, message.length, server));
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    /** tcp. */
    record Stream(SocketChannel channel) implements SyslogConnection {
        /** Whoever has gone is noticed before the message: a first write to him would succeed. */
        @Override
        public void send(byte[] message) throws IOException {
            channel.configureBlocking(false);
            int got = channel.read(ByteBuffer.allocate(message.length));
            channel.configureBlocking(true);
            if (got < 0) {
                throw new IOException("the syslog server has closed the connection");
            }
            ByteBuffer rest = ByteBuffer.wrap(message);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** tcp+tls. */
    record SecureStream(Socket socket) implements SyslogConnection {
        @Override
        public void send(byte[] message) throws IOException {
            socket.getOutputStream().write(message);
            socket.getOutputStream().flush();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static SyslogConnection dial(SyslogOptions options) throws IOException {
        InetSocketAddress server = resolved(options.address());
        SocketChannel channel = SocketChannel.open();
        try {
            channel.socket().connect(server, Math.toIntExact(Destination.PATIENCE.toMillis()));
            return options.address().isSecure()
                    ? new SecureStream(options.tls().over(channel.socket(), options.address()))
                    : new Stream(channel);
        } catch (ConnectException | SocketTimeoutException failed) {
            channel.close();
            String how = failed instanceof SocketTimeoutException ? "i/o timeout" : "connect: " + reason(failed);
            throw new IOException("dial tcp " + text(server) + ": " + how, failed);
        } catch (IOException failed) {
            channel.close();
            throw failed;
        }
    }

    private static String text(InetSocketAddress server) {
        String host = server.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + server.getPort();
    }

    private static String reason(IOException failed) {
        if (failed instanceof SyscallException call) {
            return call.is(Errno.ENOENT)
                    ? "no such file or directory"
                    : call.is(Errno.ECONNREFUSED) ? "connection refused" : String.valueOf(call.getMessage());
        }
        return String.valueOf(failed.getMessage()).toLowerCase(Locale.ROOT).replaceFirst(" \\(.*", "");
    }
}
