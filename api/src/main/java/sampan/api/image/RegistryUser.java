package sampan.api.image;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import sampan.api.call.Call;
import sampan.core.Engine;
import sampan.core.config.ConfigJson;
import sampan.core.config.RegistrySettings;
import sampan.oci.registry.Credentials;
import sampan.oci.registry.RegistryClient;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Who a client is to a registry: what its header {@code X-Registry-Auth} says. */
public final class RegistryUser {
    private RegistryUser() {}

    static Credentials of(Call call) {
        String header = call.request().header("x-registry-auth");
        if (header.isEmpty()) {
            return Credentials.NONE;
        }
        try {
            byte[] json = Base64.getUrlDecoder().decode(header.replace('+', '-').replace('/', '_'));
            return of(ConfigJson.MAPPER.readTree(new String(json, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException | JacksonException malformed) {
            return Credentials.NONE; // as dockerd: whoever cannot be understood is nobody
        }
    }

    /** Of the object in the header, or in the body of {@code /auth}. */
    public static Credentials of(JsonNode json) {
        String identity = json.path("identitytoken").asString("");
        String token = json.path("registrytoken").asString("");
        String user = json.path("username").asString("");
        if (!identity.isEmpty() || !token.isEmpty()) {
            return new Credentials("", "", identity, token);
        }
        return user.isEmpty()
                ? Credentials.NONE
                : Credentials.of(user, json.path("password").asString(""));
    }

    /** By this host's rules; for the caller to close. */
    public static RegistryClient client(Engine engine) {
        RegistrySettings settings = engine.settings().registries();
        return engine.images().registries().client(settings, settings.environment());
    }
}
