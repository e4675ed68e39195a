package sampan.oci.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;

/** HTTP to registries: one client for each set of certificates, no redirection followed blindly, no wait without an end. */
final class Wire implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(15);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final Duration UPLOAD = Duration.ofHours(6);
    private static final int ATTEMPTS = 5;
    private static final long SHORT = 4096;
    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_SECONDS = 30;
    /** Worth another try: too many requests, and a server or what stands before it in trouble. */
    private static final Set<Integer> PASSING = Set.of(429, 500, 502, 503, 504);

    private final Certificates certificates;
    private final Proxies proxies;
    private final String agent;
    private final Duration silence;
    private final Map<String, Line> lines = new ConcurrentHashMap<>();
    private final Map<Trust, Origin> origins = new ConcurrentHashMap<>();

    /** @param silence the longest in the middle of an answer */
    Wire(Certificates certificates, Proxies proxies, String agent, Duration silence) {
        this.certificates = certificates;
        this.proxies = proxies;
        this.agent = agent;
        this.silence = silence;
    }

    /** One host, and whether its certificate counts. */
    record Trust(String host, boolean insecure) {}

    /**
     * Connections by the same certificates.
     *
     * @param relay goes on with what came
     * @param identity with TLS
     * @param answered there was an answer before
     * @param certificates it was made with
     */
    private record Line(
            HttpClient client,
            Relay relay,
            Optional<ClientIdentity> identity,
            AtomicBoolean answered,
            FileStamps certificates) {
        HttpResponse<InputStream> send(HttpRequest request, Duration silence) throws IOException, InterruptedException {
            try {
                HttpResponse<InputStream> answer =
                        client.send(request, start -> new Body(silence, relay.body(request, start)));
                answered.set(true);
                return answer;
            } catch (HttpTimeoutException | ConnectException plain) {
                throw plain;
            } catch (IOException broken) {
                boolean own = broken instanceof SSLException
                        && !String.valueOf(broken.getMessage()).contains("Received fatal alert");
                if (own
                        || answered.get()
                        || !identity.map(ClientIdentity::asked).orElse(false)) {
                    throw broken;
                }
                throw refused(identity.get(), broken);
            }
        }

        /** Whoever asks who calls and then hangs up without a word does not want to speak with him. */
        private static SSLException refused(ClientIdentity identity, IOException broken) {
            return new SSLException(
                    identity.shown()
                            ? "the registry does not take the client certificate it was shown"
                            : "the registry wants a client certificate, and there is none for it in certs.d",
                    broken);
        }
    }

    /** @param tls without it no certificate is read: that takes longer than a small pull */
    private Line line(Trust trust, boolean tls) throws IOException {
        String key = tls ? trust.host() + (trust.insecure() ? " insecure" : "") : "";
        FileStamps stamps = tls ? certificates.stamps(trust.host()) : new FileStamps(List.of());
        Line known = lines.get(key);
        if (known == null || !known.certificates.equals(stamps)) {
            Optional<Certificates.Session> session =
                    tls ? Optional.of(certificates.session(trust.host(), trust.insecure())) : Optional.empty();
            Relay relay = new Relay();
            HttpClient client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(CONNECT)
                    .proxy(proxies)
                    .sslContext(session.isPresent() ? session.get().context() : new NoTls())
                    .executor(relay)
                    .build();
            known = new Line(client, relay, session.map(Certificates.Session::identity), new AtomicBoolean(), stamps);
            lines.put(key, known); // one with other certificates ends when nobody uses it any more
        }
        return known;
    }

    /** What is known of a registry. */
    Origin origin(Trust trust) {
        return origins.computeIfAbsent(trust, _ -> new Origin());
    }

    HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri).header("User-Agent", agent);
    }

    /** One try. The answer's body is for the caller to close. */
    HttpResponse<InputStream> once(HttpRequest request, Trust trust) throws IOException {
        return send(line(request, trust), request, ANSWER);
    }

    /** One try; what is sent may take its time. */
    HttpResponse<InputStream> upload(HttpRequest request, Trust trust) throws IOException {
        Line line = line(request, trust);
        Runnable over = line.relay.moves();
        try {
            return send(line, request, UPLOAD);
        } finally {
            over.run();
        }
    }

    private Line line(HttpRequest request, Trust trust) throws IOException {
        return line(trust, "https".equals(request.uri().getScheme()));
    }

    private HttpResponse<InputStream> send(Line line, HttpRequest request, Duration patience) throws IOException {
        HttpRequest timed = HttpRequest.newBuilder(request, (_, _) -> true)
                .timeout(patience)
                .build();
        try {
            return line.send(timed, silence);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (IllegalArgumentException malformed) {
            throw new IOException(malformed.getMessage(), malformed);
        }
    }

    /** As often as there is hope. For requests that may be repeated. */
    HttpResponse<InputStream> patiently(HttpRequest request, Trust trust) throws IOException {
        return patiently(request, trust, ATTEMPTS);
    }

    /**
     * The same, and no more than so often.
     *
     * @param attempts at most, at least 1
     */
    HttpResponse<InputStream> patiently(HttpRequest request, Trust trust, int attempts) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                HttpResponse<InputStream> answer = once(request, trust);
                if (!PASSING.contains(answer.statusCode()) || attempt >= attempts) {
                    return answer;
                }
                answer.body().close();
                pause(attempt, answer.headers().firstValue("Retry-After").orElse(""));
            } catch (IOException failed) {
                if (attempt >= attempts || isFinal(failed)) {
                    throw failed;
                }
                pause(attempt, "");
            }
        }
    }

    /** Takes what is left of a short answer, so that its connection serves the next request; a longer one is not fetched. */
    static void end(HttpResponse<InputStream> answer) {
        boolean bodyless = answer.request().method().equals("HEAD");
        try (InputStream body = answer.body()) {
            if (bodyless || answer.headers().firstValueAsLong("Content-Length").orElse(SHORT + 1) <= SHORT) {
                body.readNBytes((int) SHORT);
                body.read();
            }
        } catch (IOException broken) {
            // It has said what matters; the connection goes.
        }
    }

    /** Nobody listens there, or it is somebody else: another try would end in the same way. */
    static boolean isFinal(IOException failed) {
        return failed instanceof ConnectException
                || failed instanceof SSLException
                || failed instanceof HttpTimeoutException
                || (failed instanceof InterruptedIOException
                        && Thread.currentThread().isInterrupted());
    }

    /** @param attempt 1 for the first that failed */
    static void pause(int attempt, String retryAfter) throws InterruptedIOException {
        long millis = FIRST_PAUSE_MILLIS << attempt;
        if (retryAfter.matches("\\d{1,6}")) {
            millis = Math.min(Long.parseLong(retryAfter), LONGEST_PAUSE_SECONDS) * 1000;
        }
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** In the words of Docker, whose users know them. */
    static RegistryException unreachable(String method, URI uri, IOException failed) {
        String verb = method.charAt(0) + method.substring(1).toLowerCase(java.util.Locale.ROOT);
        return new RegistryException(
                RegistryException.Kind.UNAVAILABLE, verb + " \"" + uri + "\": " + reason(uri, failed));
    }

    private static String reason(URI uri, IOException failed) {
        int usual = "https".equals(uri.getScheme()) ? 443 : 80;
        String address = uri.getHost() + ":" + (uri.getPort() < 0 ? usual : uri.getPort());
        return switch (failed) {
            case HttpTimeoutException _ ->
                "net/http: request canceled (Client.Timeout exceeded while awaiting headers)";
            case ConnectException refused ->
                isUnknown(refused)
                        ? "dial tcp: lookup " + uri.getHost() + ": no such host"
                        : "dial tcp " + address + ": connect: connection refused";
            case SSLException tls -> tls(tls);
            default -> String.valueOf(failed.getMessage() == null ? failed : failed.getMessage());
        };
    }

    private static boolean isUnknown(Throwable failed) {
        Throwable cause = failed.getCause();
        return cause != null && (cause instanceof UnresolvedAddressException || isUnknown(cause));
    }

    private static String tls(SSLException failed) {
        String message = String.valueOf(failed.getMessage());
        if (message.contains("PKIX") || message.contains("certification path")) {
            return "tls: failed to verify certificate: x509: certificate signed by unknown authority";
        }
        if (message.contains("subject alternative") || message.contains("No name matching")) {
            return "tls: failed to verify certificate: x509: certificate is not valid for that name: " + message;
        }
        return "tls: " + message;
    }

    /** What is still under way is cut off. */
    @Override
    public void close() {
        lines.values().forEach(line -> line.client().shutdownNow());
    }
}
