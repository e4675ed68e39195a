package sampan.cli.command.registry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import sampan.cli.call.Call;
import sampan.cli.call.Preferences;
import sampan.oci.registry.Credentials;
import tools.jackson.databind.JsonNode;

/** Who the caller is to registries, as Docker's {@code config.json} has it. */
final class Logins {
    /** How Docker's file calls Docker Hub. */
    static final String HUB_KEY = "https://index.docker.io/v1/";

    private static final String HUB = "docker.io";

    private Logins() {}

    /** Looked up when a registry asks. */
    static Credentials.Source of(Call call) {
        return registry -> {
            JsonNode config = Preferences.read(call);
            String keeper = keeper(config, registry);
            Credentials kept =
                    keeper.isEmpty() ? Credentials.NONE : new CredentialProgram(call, keeper).get(key(registry));
            return kept.isNone() ? find(config, registry) : kept;
        };
    }

    /** The program that is named as keeper of a registry's password; empty: the file itself is. */
    static String keeper(JsonNode config, String registry) {
        String own = config.path("credHelpers").path(registry).asString("");
        return own.isEmpty() ? config.path("credsStore").asString("") : own;
    }

    private static Credentials find(JsonNode config, String registry) throws IOException {
        for (Map.Entry<String, JsonNode> entry : config.path("auths").properties()) {
            if (host(entry.getKey()).equals(registry)) {
                return credentials(entry.getValue());
            }
        }
        return Credentials.NONE;
    }

    /** The host that a key of the file is about: older files have addresses there. */
    static String host(String key) {
        String bare = key.replaceFirst("^https?://", "");
        int slash = bare.indexOf('/');
        String host = slash < 0 ? bare : bare.substring(0, slash);
        return host.equals("index.docker.io") || host.equals("registry-1.docker.io") ? HUB : host;
    }

    /** What the file calls a host. */
    static String key(String host) {
        return host.equals(HUB) ? HUB_KEY : host;
    }

    private static Credentials credentials(JsonNode entry) throws IOException {
        String identity = entry.path("identitytoken").asString("");
        String token = entry.path("registrytoken").asString("");
        if (!identity.isEmpty() || !token.isEmpty()) {
            return new Credentials("", "", identity, token);
        }
        String user = entry.path("username").asString("");
        String encoded = entry.path("auth").asString("");
        if (encoded.isEmpty()) {
            return user.isEmpty()
                    ? Credentials.NONE
                    : Credentials.of(user, entry.path("password").asString(""));
        }
        try {
            String both = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = both.indexOf(':');
            if (colon > 0) {
                return Credentials.of(
                        both.substring(0, colon), both.substring(colon + 1).replaceAll("\0+$", ""));
            }
        } catch (IllegalArgumentException malformed) {
            throw new IOException("invalid auth configuration file", malformed);
        }
        throw new IOException("invalid auth configuration file");
    }
}
