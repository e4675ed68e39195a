package sampan.oci.registry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Who somebody is to a registry: a name with a password, an identity token in place of one, a bearer token, or nobody.
 *
 * @param identityToken is exchanged for tokens at the registry's token service
 * @param registryToken is sent as it is
 */
public record Credentials(String user, String password, String identityToken, String registryToken) {
    public static final Credentials NONE = new Credentials("", "", "", "");
    /** In place of a user's name: the password is an identity token. */
    private static final String TOKEN_USER = "<token>";

    public static Credentials of(String user, String password) {
        return user.equals(TOKEN_USER)
                ? new Credentials("", "", password, "")
                : new Credentials(user, password, "", "");
    }

    public boolean isNone() {
        return equals(NONE);
    }

    Optional<String> basic() {
        byte[] text = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return user.isEmpty()
                ? Optional.empty()
                : Optional.of("Basic " + Base64.getEncoder().encodeToString(text));
    }

    /** Without what must not be seen. */
    @Override
    public String toString() {
        return isNone() ? "nobody" : "user " + user;
    }

    /** Finds them when they are asked for. */
    @FunctionalInterface
    public interface Source {
        Source NOBODY = _ -> NONE;

        /** @param registry its host and port, {@code docker.io} for Docker Hub */
        Credentials of(String registry) throws IOException;
    }
}
