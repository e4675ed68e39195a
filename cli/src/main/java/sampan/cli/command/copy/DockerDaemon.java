package sampan.cli.command.copy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import sampan.cli.call.Call;
import sampan.cli.flag.InvalidValue;
import sampan.core.error.EngineException;

/** Another engine that speaks Docker's API on a Unix socket, for one request. */
final class DockerDaemon implements AutoCloseable {
    private static final String USUAL = "unix:///var/run/docker.sock";
    private static final int BUFFER = 256 << 10;
    private static final int LONGEST_LINE = 8 << 10;
    private static final int LARGEST_ANSWER = 1 << 20;

    private final SocketChannel socket;
    private final InputStream in;
    private final OutputStream out;

    private DockerDaemon(SocketChannel socket) {
        this.socket = socket;
        this.in = new BufferedInputStream(Channels.newInputStream(socket), BUFFER);
        this.out = new BufferedOutputStream(Channels.newOutputStream(socket), BUFFER);
    }

    /** Where DOCKER_HOST leads. */
    static DockerDaemon connect(Call call) throws InvalidValue {
        String named = call.session().request().environment().getOrDefault("DOCKER_HOST", "");
        String host = named.isEmpty() ? USUAL : named;
        if (!host.startsWith("unix://")) {
            throw new InvalidValue("docker-daemon: engines are reached by unix:// only, and DOCKER_HOST is " + host);
        }
        try {
            SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
            socket.connect(UnixDomainSocketAddress.of(host.substring("unix://".length())));
            return new DockerDaemon(socket);
        } catch (IOException | UnsupportedOperationException unreachable) {
            throw new EngineException.SystemError(
                    "Cannot connect to the Docker daemon at " + host + ". Is the docker daemon running?", null);
        }
    }

    /** Writes an archive of an image. HTTP/1.0: the answer ends with the connection. */
    void save(String name, OutputStream target) throws IOException {
        request("GET /images/" + URLEncoder.encode(name, UTF_8) + "/get HTTP/1.0\r\nHost: docker\r\n\r\n");
        answered();
        in.transferTo(target);
    }

    private void request(String text) throws IOException {
        out.write(text.getBytes(ISO_8859_1));
        out.flush();
    }

    /** Reads the head of the answer. */
    private void answered() throws IOException {
        String status = line();
        for (String header = line(); !header.isEmpty(); header = line()) {
            assert header.length() < LONGEST_LINE;
        }
        if (!status.matches("HTTP/1\\.\\d 200 .*")) {
            String said = new String(in.readNBytes(LARGEST_ANSWER), UTF_8).strip();
            throw new IOException("the other engine: " + (said.isEmpty() ? status : said));
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.length() == LONGEST_LINE) {
                throw new IOException("the other engine does not speak HTTP");
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    void load(ImageBytes archive) {
        try {
            send(archive);
        } catch (IOException failed) {
            throw new EngineException.SystemError(String.valueOf(failed.getMessage()), null);
        }
    }

    private void send(ImageBytes archive) throws IOException {
        request(String.join(
                "\r\n",
                "POST /images/load?quiet=1 HTTP/1.1",
                "Host: docker",
                "Connection: close",
                "Content-Type: application/x-tar",
                "Transfer-Encoding: chunked",
                "",
                ""));
        try (OutputStream body = new BufferedOutputStream(new Chunks(), BUFFER)) {
            archive.writeTo(body);
        }
        request("0\r\n\r\n");
        answered();
        String said = new String(in.readNBytes(LARGEST_ANSWER), UTF_8);
        if (said.contains("\"errorDetail\"")) {
            throw new IOException("the other engine: " + said.strip());
        }
    }

    /** A body whose length nobody knows before. */
    private final class Chunks extends OutputStream {
        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (length > 0) {
                out.write((Integer.toHexString(length) + "\r\n").getBytes(ISO_8859_1));
                out.write(bytes, offset, length);
                out.write("\r\n".getBytes(ISO_8859_1));
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
