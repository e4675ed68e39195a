package sampan.oci.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.JsonFields;
import sampan.oci.image.StrictJson;

/**
 * What one user shows to one registry. The password is looked for when the registry asks, and goes to the registry itself and to a token
 * service that belongs to it: on the same host, on the domain the registry is in, or named in this host's configuration. Another realm gets
 * the question of somebody without a name.
 */
final class Authorization {
    private static final int MAX_ANSWER = 1 << 20;
    private static final String CLIENT = "sampan";
    private static final Map<String, String> KNOWN_REALMS = Map.of("registry-1.docker.io", "auth.docker.io");

    private final Wire wire;
    private final Origin origin;
    private final Location location;
    private final Credentials.Source source;
    private final Set<String> realms;
    /** The header for each scope. */
    private final Map<String, String> headers = new ConcurrentHashMap<>();

    Authorization(Wire wire, Location location, Credentials.Source source, Set<String> realms) {
        this.wire = wire;
        this.origin = wire.origin(new Wire.Trust(location.address(), location.insecure()));
        this.location = location;
        this.source = source;
        this.realms = realms;
    }

    /** What to send at once, as the registry asked for it before. */
    Optional<String> header(String scope) throws IOException {
        Optional<String> own = Optional.ofNullable(headers.get(scope));
        return own.isPresent() || !origin.hasTokens(scope) ? own : origin.token(scope, credentials());
    }

    /**
     * Answers a 401.
     *
     * @param refused the header that was not good enough
     * @return what to send now; empty: there is nothing else to show
     */
    synchronized Optional<String> answer(HttpResponse<?> response, URI base, String scope, Optional<String> refused)
            throws IOException {
        refused.ifPresent(origin::forget);
        Optional<String> newer = header(scope);
        if (newer.isPresent() && !newer.equals(refused)) {
            return newer; // another thread has asked meanwhile
        }
        Optional<String> next = Optional.empty();
        for (Challenge challenge : Challenge.parse(response.headers().allValues("WWW-Authenticate"))) {
            if (challenge.scheme().equals("bearer")) {
                next = Optional.of(bearer(challenge, base, scope));
                break;
            }
            if (challenge.scheme().equals("basic")) {
                next = source.of(location.host()).basic();
            }
        }
        if (next.equals(refused)) {
            return Optional.empty();
        }
        next.ifPresent(header -> headers.put(scope, header));
        return next;
    }

    private String bearer(Challenge challenge, URI base, String scope) throws IOException {
        Credentials credentials = source.of(location.host());
        if (!credentials.registryToken().isEmpty()) {
            return "Bearer " + credentials.registryToken();
        }
        URI realm = realm(challenge, base);
        if (!credentials.isNone() && !belongs(realm, base)) {
            throw new RegistryException(
                    RegistryException.Kind.FORBIDDEN,
                    "registry " + location.host() + " wants its password sent to another host, " + realm.getHost()
                            + ": if that is right, name it as one of its realms in registries.conf");
        }
        HttpRequest request = credentials.identityToken().isEmpty()
                ? ask(realm, challenge, scope, credentials)
                : exchange(realm, challenge, scope, credentials);
        Token token = token(request, realm);
        String header = "Bearer " + token.text;
        if (!scope.isEmpty()) { // a login shows that the password is good, not that it was
            origin.keep(scope, credentials, header, token.seconds);
        }
        return header;
    }

    /** @param seconds for which it is good */
    private record Token(String text, long seconds) {}

    private URI realm(Challenge challenge, URI base) throws RegistryException {
        try {
            URI realm = URI.create(challenge.parameter("realm"));
            if (realm.getHost() == null || realm.getUserInfo() != null) {
                throw unusable(challenge);
            }
            boolean plain = "http".equals(realm.getScheme())
                    && "http".equals(base.getScheme())
                    && (sameHost(realm, base) || Location.isLoopback(realm.getHost()));
            if (!plain && !"https".equals(realm.getScheme())) {
                throw unusable(challenge);
            }
            return realm;
        } catch (IllegalArgumentException malformed) {
            throw unusable(challenge);
        }
    }

    private RegistryException unusable(Challenge challenge) {
        return new RegistryException(
                RegistryException.Kind.FORBIDDEN,
                "registry " + location.host() + " names a token service that is no https address: \""
                        + challenge.parameter("realm") + "\"");
    }

    private static boolean sameHost(URI one, URI other) {
        return one.getHost().equalsIgnoreCase(other.getHost()) && one.getPort() == other.getPort();
    }

    /** CVE-2020-15157 and its kin: whoever can make a registry answer could otherwise collect its users' passwords. */
    private boolean belongs(URI realm, URI base) {
        String host = realm.getHost().toLowerCase(Locale.ROOT);
        String registry = base.getHost().toLowerCase(Locale.ROOT);
        boolean loopback = Location.isLoopback(registry);
        boolean own = host.equals(registry) && (!loopback || realm.getPort() == base.getPort());
        boolean parent = host.indexOf('.') > 0 && registry.endsWith("." + host) && !host.matches("[0-9.]*");
        return own
                || parent
                || host.equals(KNOWN_REALMS.get(registry))
                || realms.contains(host)
                || realms.contains(realm.getAuthority());
    }

    private HttpRequest ask(URI realm, Challenge challenge, String scope, Credentials credentials) throws IOException {
        StringBuilder query = new StringBuilder(realm.getRawQuery() == null ? "" : realm.getRawQuery());
        parameter(query, "account", credentials.user());
        parameter(query, "client_id", credentials.user().isEmpty() ? "" : CLIENT);
        parameter(query, "service", challenge.parameter("service"));
        for (String one : scope.split(" ", -1)) {
            parameter(query, "scope", one);
        }
        String path = realm.getRawPath() == null || realm.getRawPath().isEmpty() ? "/" : realm.getRawPath();
        URI uri = URI.create(realm.getScheme() + "://" + realm.getRawAuthority() + path + "?" + query);
        HttpRequest.Builder request = wire.request(uri).GET();
        credentials.basic().ifPresent(header -> request.header("Authorization", header));
        return request.build();
    }

    private static void parameter(StringBuilder query, String name, String value) {
        if (!value.isEmpty()) {
            query.append(query.isEmpty() ? "" : "&").append(name).append('=').append(URLEncoder.encode(value, UTF_8));
        }
    }

    private HttpRequest exchange(URI realm, Challenge challenge, String scope, Credentials credentials) {
        StringBuilder form = new StringBuilder();
        parameter(form, "grant_type", "refresh_token");
        parameter(form, "refresh_token", credentials.identityToken());
        parameter(form, "client_id", CLIENT);
        parameter(form, "service", challenge.parameter("service"));
        parameter(form, "scope", scope);
        return wire.request(realm)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form.toString()))
                .build();
    }

    private Token token(HttpRequest request, URI realm) throws IOException {
        Wire.Trust trust = new Wire.Trust(realm.getRawAuthority(), location.insecure() && isOwn(realm));
        HttpResponse<InputStream> answer;
        try {
            answer = wire.patiently(request, trust);
        } catch (RegistryException own) {
            throw own;
        } catch (IOException failed) {
            throw Wire.unreachable(request.method(), realm, failed);
        }
        try (InputStream body = answer.body()) {
            byte[] text = body.readNBytes(MAX_ANSWER);
            if (answer.statusCode() != 200) {
                throw Refusal.of(answer.statusCode(), text, "token service " + realm.getHost());
            }
            JsonFields json = StrictJson.parse(text, "token");
            String token = json.has("token") ? json.text("token") : json.text("access_token");
            if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
                throw new RegistryException(
                        RegistryException.Kind.UNAVAILABLE,
                        "authorization server did not include a token in the response");
            }
            return new Token(token, seconds(json));
        }
    }

    private static long seconds(JsonFields json) {
        try {
            return json.has("expires_in") ? json.number("expires_in") : Origin.USUAL_SECONDS;
        } catch (ImageFormatException noNumber) {
            return 0;
        }
    }

    private boolean isOwn(URI realm) {
        return Location.hostName(location.address()).equalsIgnoreCase(realm.getHost());
    }

    /** What the caller has for it. */
    Credentials credentials() throws IOException {
        return source.of(location.host());
    }

    static List<String> schemes(HttpResponse<?> response) {
        return Challenge.parse(response.headers().allValues("WWW-Authenticate")).stream()
                .map(Challenge::scheme)
                .toList();
    }
}
