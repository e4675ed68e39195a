package sampan.oci.registry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSession;

/** One connection of {@link Probes}, for one question at a time (HTTP/1.1, RFC 9112). */
final class ProbeLine implements AutoCloseable {
    private static final int LARGEST = 16 << 10;
    private static final int CONNECT_MILLIS = 15_000;
    private static final int USUAL_PORT = 80;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 ([2-5]\\d\\d)(?: .*)?");
    private static final Pattern HEADER = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*");

    /** One whose thread is interrupted closes, as its socket's does not. */
    private final SocketChannel channel;

    private ProbeLine(SocketChannel channel) {
        this.channel = channel;
    }

    static ProbeLine to(URI uri) throws IOException {
        ProbeLine line = new ProbeLine(SocketChannel.open());
        boolean connected = false;
        try {
            line.channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            int port = uri.getPort() < 0 ? USUAL_PORT : uri.getPort();
            line.channel.socket().connect(new InetSocketAddress(uri.getHost(), port), CONNECT_MILLIS);
            connected = true;
            return line;
        } finally {
            if (!connected) {
                line.close();
            }
        }
    }

    /** One that is all headers. */
    record Answer(HttpRequest request, int statusCode, HttpHeaders headers) implements HttpResponse<InputStream> {
        @Override
        public Optional<HttpResponse<InputStream>> previousResponse() {
            return Optional.empty();
        }

        @Override
        public InputStream body() {
            return InputStream.nullInputStream();
        }

        @Override
        public Optional<SSLSession> sslSession() {
            return Optional.empty();
        }

        @Override
        public URI uri() {
            return request.uri();
        }

        @Override
        public HttpClient.Version version() {
            return HttpClient.Version.HTTP_1_1;
        }

        /** Whether the connection may serve the next question. */
        boolean lasts() {
            return headers.allValues("Connection").stream().noneMatch(value -> !value.equalsIgnoreCase("keep-alive"));
        }
    }

    /**
     * Asks, and reads the answer.
     *
     * @param end when to give up, in nanoseconds of {@link System#nanoTime}
     * @throws IOException also for an answer that is not as usual; the line is of no use then
     */
    Answer ask(String host, HttpRequest request, long end) throws IOException {
        channel.socket().getOutputStream().write(text(host, request).getBytes(ISO_8859_1));
        String[] lines = read(end).split("\r\n");
        Matcher status = STATUS.matcher(lines[0]);
        if (!status.matches()) {
            throw new ProtocolException("not an answer: " + lines[0]);
        }
        return new Answer(request, Integer.parseInt(status.group(1)), headers(lines));
    }

    private static String text(String host, HttpRequest request) {
        URI uri = request.uri();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        StringBuilder text = new StringBuilder(request.method() + " " + uri.getRawPath() + query + " HTTP/1.1\r\n");
        text.append("Host: ").append(host).append("\r\n");
        request.headers()
                .map()
                .forEach((name, values) -> values.forEach(
                        value -> text.append(name).append(": ").append(value).append("\r\n")));
        return text.append("\r\n").toString();
    }

    /** @return up to the empty line, and nothing may follow that */
    private String read(long end) throws IOException {
        byte[] said = new byte[LARGEST];
        InputStream in = channel.socket().getInputStream();
        for (int length = 0; length < said.length; ) {
            channel.socket().setSoTimeout(left(end));
            int count = in.read(said, length, said.length - length);
            if (count < 0) {
                throw new EOFException("the server has hung up");
            }
            length += count;
            String text = new String(said, 0, length, ISO_8859_1);
            int empty = text.indexOf("\r\n\r\n");
            if (empty >= 0) {
                if (empty + 4 < length) {
                    throw new ProtocolException("more than headers");
                }
                return text.substring(0, empty);
            }
        }
        throw new ProtocolException("more headers than there can be");
    }

    private static int left(long end) throws SocketTimeoutException {
        long millis = (end - System.nanoTime()) / NANOS_PER_MILLI;
        if (millis <= 0) {
            throw new SocketTimeoutException("no answer in time");
        }
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }

    private static HttpHeaders headers(String[] lines) throws ProtocolException {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 1; i < lines.length; i++) {
            Matcher header = HEADER.matcher(lines[i]);
            if (!header.matches()) {
                throw new ProtocolException("not a header: " + lines[i]);
            }
            headers.computeIfAbsent(header.group(1), _ -> new ArrayList<>()).add(header.group(2));
        }
        return HttpHeaders.of(headers, (_, _) -> true);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException broken) {
            // it is of no more use in any case
        }
    }
}
