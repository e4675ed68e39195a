package sampan.oci.registry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import sampan.oci.archive.Document;
import sampan.oci.image.Descriptor;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.JsonFields;
import sampan.oci.image.StrictJson;

/** A repository of a registry, as one user sees it. For any number of threads. */
public final class Repository {
    private static final int MOST_HOPS = 5;
    /** Below this a thread costs more than it saves. */
    private static final long READ_AHEAD = 1 << 20;

    private static final int MAX_REFUSAL = 64 << 10;
    private static final int MOST_PAGES = 1000;
    private static final int UNREADABLE = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final Set<Integer> REDIRECTIONS = Set.of(301, 302, 303, 307, 308);

    private final Wire wire;
    private final Location location;
    private final Authorization authorization;
    private final String scope;
    private final RegistryClient.Bounds bounds;
    private final Origin origin;
    private @Nullable URI base;

    /** @param bounds of what is asked of its host */
    Repository(Wire wire, Location location, Authorization authorization, String scope, RegistryClient.Bounds bounds) {
        this.wire = wire;
        this.location = location;
        this.authorization = authorization;
        this.scope = scope;
        this.bounds = bounds;
        this.origin = wire.origin(trust());
    }

    public Location location() {
        return location;
    }

    /** Its registry and its name there. */
    public String place() {
        return location.host() + "/" + location.repository();
    }

    /** The registry's root. Without TLS only where that was allowed, and only when the registry has none. */
    synchronized URI base() throws IOException {
        URI known = base;
        if (known == null) {
            Optional<URI> told = origin.base();
            known = told.isPresent() ? told.get() : findBase();
            base = known;
            origin.speaks(known);
        }
        return known;
    }

    private URI findBase() throws IOException {
        URI https = URI.create("https://" + location.address());
        URI http = URI.create("http://" + location.address());
        if (location.isLoopback()) {
            return speaksPlainly(http) ? http : https;
        }
        return location.insecure() && !speaksTls(https) ? http : https;
    }

    /** One question without a secret; nobody between here and there could listen. */
    private boolean speaksPlainly(URI http) throws IOException {
        URI root = http.resolve("/v2/");
        try (InputStream body =
                wire.once(wire.request(root).GET().build(), trust()).body()) {
            byte[] said = body.readNBytes(MAX_REFUSAL);
            return !new String(said, ISO_8859_1).contains("to an HTTPS server");
        } catch (IOException failed) {
            if (Wire.isFinal(failed)) {
                throw Wire.unreachable("GET", root, failed);
            }
            return false;
        }
    }

    private boolean speaksTls(URI https) throws IOException {
        HttpRequest question = wire.request(https.resolve("/v2/")).GET().build();
        try {
            wire.once(question, trust()).body().close();
            return true;
        } catch (SSLException failed) {
            // "Unsupported or unrecognized SSL message", and through a proxy "Unrecognized SSL message"
            return !String.valueOf(failed.getMessage()).contains("nrecognized SSL message");
        } catch (ConnectException nobody) {
            return false;
        }
    }

    private Wire.Trust trust() {
        return new Wire.Trust(location.address(), location.insecure());
    }

    URI uri(String rest) throws IOException {
        return base().resolve("/v2/" + location.repository() + "/" + rest);
    }

    HttpRequest.Builder request(URI uri) {
        return wire.request(uri);
    }

    boolean isOwn(URI uri) throws IOException {
        URI own = base();
        return own.getScheme().equals(uri.getScheme())
                && own.getHost().equalsIgnoreCase(uri.getHost())
                && own.getPort() == uri.getPort();
    }

    /** How a request goes out. */
    @FunctionalInterface
    interface Sending {
        HttpResponse<InputStream> send(HttpRequest request, Wire.Trust trust) throws IOException;
    }

    /** To the registry itself, with what it wants to see. */
    HttpResponse<InputStream> send(HttpRequest.Builder request, Sending way) throws IOException {
        Optional<String> header = authorization.header(scope);
        for (int round = 0; ; round++) {
            header.ifPresent(value -> request.setHeader("Authorization", value));
            HttpRequest made = request.build();
            HttpResponse<InputStream> answer = carry(made, way, trust());
            if (answer.statusCode() == UNREADABLE) {
                origin.forgetBase(); // as a server with TLS answers one without
            }
            if (answer.statusCode() == FORBIDDEN) {
                header.ifPresent(origin::forget);
            }
            if (answer.statusCode() != UNAUTHORIZED) {
                return answer;
            }
            byte[] said = refusal(answer);
            Optional<String> next = round > 1 ? Optional.empty() : authorization.answer(answer, base(), scope, header);
            if (next.isEmpty()) {
                throw unauthorized(made, answer, said);
            }
            header = next;
        }
    }

    private HttpResponse<InputStream> carry(HttpRequest request, Sending way, Wire.Trust trust) throws IOException {
        try {
            return way.send(request, trust);
        } catch (RegistryException own) {
            throw own;
        } catch (IOException failed) {
            if (Thread.currentThread().isInterrupted()) {
                throw failed;
            }
            origin.forgetBase();
            throw Wire.unreachable("GET", request.uri().resolve("/v2/"), failed);
        }
    }

    private HttpResponse<InputStream> patiently(HttpRequest request, Wire.Trust trust) throws IOException {
        return wire.patiently(request, trust, bounds.attempts());
    }

    /** How often in a row something may break. */
    int attempts() {
        return bounds.attempts();
    }

    private RegistryException unauthorized(HttpRequest request, HttpResponse<?> answer, byte[] said)
            throws IOException {
        boolean basic = Authorization.schemes(answer).contains("basic");
        if (basic && authorization.credentials().isNone()) {
            String verb =
                    request.method().charAt(0) + request.method().substring(1).toLowerCase(Locale.ROOT);
            return new RegistryException(
                    RegistryException.Kind.DENIED, verb + " \"" + request.uri() + "\": no basic auth credentials");
        }
        return Refusal.of(UNAUTHORIZED, said, location.host());
    }

    private static byte[] refusal(HttpResponse<InputStream> answer) throws IOException {
        try (InputStream body = answer.body()) {
            return body.readNBytes(MAX_REFUSAL);
        }
    }

    /** The exception for an answer that is none of those expected; takes its body. */
    RegistryException refused(HttpResponse<InputStream> answer) throws IOException {
        return Refusal.of(answer.statusCode(), refusal(answer), location.host());
    }

    /** A GET or HEAD that is led elsewhere at most five times; elsewhere nobody is told who asks. */
    HttpResponse<InputStream> fetch(String method, URI start, Map<String, String> headers) throws IOException {
        URI uri = start;
        for (int hop = 0; hop <= MOST_HOPS; hop++) {
            HttpRequest.Builder request = wire.request(uri).method(method, HttpRequest.BodyPublishers.noBody());
            headers.forEach(request::setHeader);
            HttpResponse<InputStream> answer = isOwn(uri)
                    ? send(request, this::patiently)
                    : carry(request.build(), this::patiently, new Wire.Trust(uri.getRawAuthority(), false));
            if (!REDIRECTIONS.contains(answer.statusCode())) {
                return answer;
            }
            Wire.end(answer);
            uri = Redirection.check(
                    base(), uri, answer.headers().firstValue("Location").orElse(""));
        }
        throw new RegistryException(
                RegistryException.Kind.UNAVAILABLE, "Get \"" + start + "\": stopped after " + MOST_HOPS + " redirects");
    }

    /**
     * A manifest or index.
     *
     * @param mediaType as the registry calls it
     * @param digest computed here, and equal to the one asked for
     */
    public record Fetched(String mediaType, Digest digest, Document document) {
        public byte[] bytes() {
            return document.bytes();
        }
    }

    /** @throws RegistryException NOT_FOUND when there is none */
    public Fetched manifest(String tag) throws IOException {
        return manifest(tag, Optional.empty());
    }

    public Fetched manifest(Digest digest) throws IOException {
        return manifest(digest.toString(), Optional.of(digest));
    }

    private Fetched manifest(String name, Optional<Digest> wanted) throws IOException {
        HttpResponse<InputStream> answer =
                fetch("GET", uri("manifests/" + name), Map.of("Accept", MediaTypes.ACCEPTED));
        if (answer.statusCode() != 200) {
            throw refused(answer);
        }
        byte[] bytes;
        try (InputStream body = answer.body()) {
            bytes = body.readNBytes(StrictJson.MAX_DOCUMENT + 1);
        }
        if (bytes.length > StrictJson.MAX_DOCUMENT) {
            throw new ImageFormatException("the manifest is larger than " + (StrictJson.MAX_DOCUMENT >> 20) + " MiB");
        }
        Digest digest = digest(wanted.map(Digest::algorithm).orElse(Digest.Algorithm.SHA256), bytes);
        Optional<String> promised = wanted.map(Digest::toString)
                .or(() -> answer.headers()
                        .firstValue("Docker-Content-Digest")
                        .filter(text -> text.startsWith("sha256:")));
        if (promised.isPresent() && !promised.get().equals(digest.toString())) {
            throw new ImageFormatException(
                    "manifest verification failed for digest " + promised.get() + ": it has the digest " + digest);
        }
        return new Fetched(
                MediaTypes.of(answer.headers().firstValue("Content-Type").orElse("")), digest, Document.of(bytes));
    }

    /**
     * Which manifest or index a tag leads to, without its text.
     *
     * @return empty: the registry does not tell
     */
    public Optional<Digest> digest(String tag) throws IOException {
        HttpResponse<InputStream> answer =
                fetch("HEAD", uri("manifests/" + tag), Map.of("Accept", MediaTypes.ACCEPTED));
        Wire.end(answer);
        Optional<String> told = answer.headers()
                .firstValue("Docker-Content-Digest")
                .filter(text -> answer.statusCode() == 200 && text.matches("sha256:[0-9a-f]{64}"));
        return told.isPresent() ? Optional.of(Digest.parse(told.get())) : Optional.empty();
    }

    private static Digest digest(Digest.Algorithm algorithm, byte[] bytes) {
        return Digest.of(algorithm, algorithm.hasher().digest(bytes));
    }

    /** A small blob, verified. */
    public byte[] document(Descriptor descriptor) throws IOException {
        if (descriptor.size() > StrictJson.MAX_DOCUMENT) {
            throw new ImageFormatException(
                    descriptor.digest() + " is larger than " + (StrictJson.MAX_DOCUMENT >> 20) + " MiB");
        }
        try (InputStream stream = new BlobStream(this, descriptor)) {
            return stream.readAllBytes();
        }
    }

    /**
     * The bytes of a blob; reading its end fails unless all of them were what the descriptor promises. Waits while as many others as may be are
     * on their way from this host.
     */
    public InputStream blob(Descriptor descriptor) throws IOException {
        return origin.downloads().take(bounds.downloads(), () -> {
            InputStream stream = new BlobStream(this, descriptor);
            return descriptor.size() > READ_AHEAD ? new ReadAhead(stream) : stream;
        });
    }

    /** Whether it has the blob, and of that size. */
    public boolean has(Digest digest, long size) throws IOException {
        HttpResponse<InputStream> answer = fetch("HEAD", uri("blobs/" + digest), Map.of());
        Wire.end(answer);
        return answer.statusCode() == 200
                && answer.headers().firstValueAsLong("Content-Length").orElse(size) == size;
    }

    /** All tags, as the registry orders them. */
    public List<String> tags() throws IOException {
        List<String> tags = new ArrayList<>();
        Optional<URI> page = Optional.of(uri("tags/list"));
        for (int pages = 0; page.isPresent() && pages < MOST_PAGES; pages++) {
            HttpResponse<InputStream> answer = fetch("GET", page.get(), Map.of("Accept", "application/json"));
            if (answer.statusCode() != 200) {
                throw refused(answer);
            }
            try (InputStream body = answer.body()) {
                JsonFields json = StrictJson.parse(body.readNBytes(StrictJson.MAX_DOCUMENT + 1), "list of tags");
                tags.addAll(json.texts("tags"));
            }
            page = next(answer.headers().firstValue("Link").orElse(""), page.get());
        }
        return tags;
    }

    /** The address of the next page, if a header {@code Link} names one. */
    Optional<URI> next(String link, URI from) throws IOException {
        int end = link.indexOf('>');
        boolean given = link.startsWith("<") && end > 0 && link.contains("rel=\"next\"");
        return given ? Optional.of(Redirection.check(base(), from, link.substring(1, end))) : Optional.empty();
    }

    /** The answer to {@code GET /v2/}. */
    int ping() throws IOException {
        try {
            HttpResponse<InputStream> answer = fetch("GET", base().resolve("/v2/"), Map.of());
            answer.body().close();
            return answer.statusCode();
        } catch (RegistryException refused) {
            if (refused.kind() == RegistryException.Kind.DENIED) {
                return UNAUTHORIZED;
            }
            throw refused;
        }
    }

    Wire wire() {
        return wire;
    }
}
