package sampan.oci.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import sampan.oci.image.Digest;

/**
 * What a registry told a moment ago: whether it speaks TLS, and the tokens it gave, each for what was asked and for who asked, and no longer
 * than it is good for. Passwords are not kept, nor are they part of what is kept. Beside that, what is being fetched from it now.
 */
final class Origin {
    /** Of a token whose service does not say (Docker's token specification). */
    static final long USUAL_SECONDS = 60;

    private static final long LONGEST_SECONDS = 3600;
    /** A request that is on its way must not come late. */
    private static final long MARGIN_SECONDS = 10;

    private final Map<Question, Token> tokens = new ConcurrentHashMap<>();
    private final DownloadTurns downloads = new DownloadTurns();
    private volatile @Nullable URI base;

    /** @param who digest of the credentials */
    private record Question(String scope, String who) {}

    /** @param end in nanoseconds of {@link System#nanoTime} */
    private record Token(String header, long end) {
        boolean isGood() {
            return end - System.nanoTime() > 0;
        }
    }

    DownloadTurns downloads() {
        return downloads;
    }

    Optional<URI> base() {
        return Optional.ofNullable(base);
    }

    void speaks(URI found) {
        base = found;
    }

    /** It does not do what it was known for. */
    void forgetBase() {
        base = null;
    }

    /** Whether anybody has a token for that: only then is it worth finding out who asks. */
    boolean hasTokens(String scope) {
        return tokens.entrySet().stream()
                .anyMatch(entry ->
                        entry.getKey().scope.equals(scope) && entry.getValue().isGood());
    }

    /** @return a header {@code Authorization} */
    Optional<String> token(String scope, Credentials credentials) {
        return Optional.ofNullable(tokens.get(new Question(scope, who(credentials))))
                .filter(Token::isGood)
                .map(Token::header);
    }

    /** @param seconds for which it is good */
    void keep(String scope, Credentials credentials, String header, long seconds) {
        tokens.values().removeIf(token -> !token.isGood());
        long good = Math.min(seconds, LONGEST_SECONDS) - MARGIN_SECONDS;
        if (good > 0) {
            tokens.put(
                    new Question(scope, who(credentials)), new Token(header, System.nanoTime() + good * 1_000_000_000));
        }
    }

    /** It was not good enough. */
    void forget(String header) {
        tokens.values().removeIf(token -> token.header.equals(header));
    }

    private static String who(Credentials credentials) {
        MessageDigest hash = Digest.Algorithm.SHA256.hasher();
        for (String part : new String[] {
            credentials.user(), credentials.password(), credentials.identityToken(), credentials.registryToken()
        }) {
            byte[] bytes = part.getBytes(UTF_8);
            hash.update((bytes.length + ":").getBytes(UTF_8));
            hash.update(bytes);
        }
        return HexFormat.of().formatHex(hash.digest());
    }
}
