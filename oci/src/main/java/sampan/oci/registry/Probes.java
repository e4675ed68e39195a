package sampan.oci.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Questions whose answers are all headers (HEAD), without TLS and without a proxy, asked in the caller's own thread over a connection that is kept for each
 * server: in the JDK's client three threads wake each other for one, which takes longer than the answer. What is not as usual is left to that client, which
 * also says what is wrong.
 */
final class Probes implements AutoCloseable {
    private static final int MOST_KEPT = 4;

    private final ProxySelector proxies;
    /** By host and port; nobody uses them now. */
    private final Map<String, ProbeLine> kept = new ConcurrentHashMap<>();

    private final Set<ProbeLine> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Probes(ProxySelector proxies) {
        this.proxies = proxies;
    }

    /**
     * Asks a server that has answered before.
     *
     * @param patience for the whole answer
     * @return empty: the usual client is to ask
     */
    Optional<HttpResponse<InputStream>> ask(HttpRequest request, Duration patience) throws InterruptedIOException {
        if (!isUsual(request)) {
            return Optional.empty();
        }
        String host = host(request.uri());
        try {
            ProbeLine line = line(host, request.uri());
            boolean lasts = false;
            try {
                ProbeLine.Answer answer = line.ask(host, request, System.nanoTime() + patience.toNanos());
                lasts = answer.lasts();
                return Optional.of(answer);
            } finally {
                end(host, line, lasts);
            }
        } catch (IOException | IllegalArgumentException unusual) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted");
            }
            return Optional.empty();
        }
    }

    private boolean isUsual(HttpRequest request) {
        URI uri = request.uri();
        return request.method().equals("HEAD")
                && "http".equals(uri.getScheme())
                && uri.getHost() != null
                && proxies.select(uri).equals(List.of(Proxy.NO_PROXY));
    }

    private static String host(URI uri) {
        return uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }

    private ProbeLine line(String host, URI uri) throws IOException {
        ProbeLine known = kept.remove(host);
        if (known != null) {
            return known;
        }
        ProbeLine made = ProbeLine.to(uri);
        open.add(made);
        if (closed) {
            end(host, made, false);
        }
        return made;
    }

    /** @param lasts whether it may serve the next question */
    private void end(String host, ProbeLine line, boolean lasts) {
        boolean keeps = lasts && !closed && kept.size() < MOST_KEPT && kept.putIfAbsent(host, line) == null;
        if (!keeps) {
            open.remove(line);
            line.close();
        }
    }

    /** What is still under way is cut off. */
    @Override
    public void close() {
        closed = true;
        kept.clear();
        open.forEach(ProbeLine::close);
    }
}
