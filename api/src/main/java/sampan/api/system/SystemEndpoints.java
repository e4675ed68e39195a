package sampan.api.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import sampan.api.call.Call;
import sampan.api.call.Dialect;
import sampan.api.call.Json;
import sampan.api.call.Message;
import sampan.api.http.Response;
import sampan.api.image.RegistryUser;
import sampan.core.Engine;
import sampan.core.error.EngineException;
import sampan.core.system.Release;
import sampan.core.system.SystemSurvey;
import sampan.core.timing.Timings;
import sampan.oci.registry.Credentials;
import sampan.oci.registry.RegistryClient;
import sampan.oci.registry.RegistryException;
import tools.jackson.databind.node.ObjectNode;

/** The engine itself. */
public final class SystemEndpoints {
    private static final Map<String, String> PING_HEADERS = Map.of(
            "Builder-Version",
            "1",
            "Cache-Control",
            "no-cache, no-store, must-revalidate",
            "Pragma",
            "no-cache",
            "Swarm",
            "inactive");

    private final Engine engine;

    public SystemEndpoints(Engine engine) {
        this.engine = engine;
    }

    public Response ping(Call call) {
        String body = call.request().method().equals("HEAD") ? "" : "OK";
        return Response.of(200, "text/plain; charset=utf-8", body.getBytes(StandardCharsets.US_ASCII))
                .with(PING_HEADERS)
                // By which our own command line finds the engine behind this socket.
                .with(Map.of("Sampan-Exec-Root", engine.options().execRoot().toString()));
    }

    public Response version(Call call) {
        try (Timings.Span _ = engine.timings().begin(Timings.Action.SYSTEM_VERSION)) {
            return Json.response(200, Json.tree(SystemSurvey.version()).put("Version", Release.AS_DOCKER));
        }
    }

    public Response info(Call call) {
        try (Timings.Span _ = engine.timings().begin(Timings.Action.SYSTEM_INFO)) {
            ObjectNode info = Json.tree(engine.report()).put("ServerVersion", Release.AS_DOCKER);
            return Json.response(200, Dialect.in(call.version(), Message.INFO, info));
        }
    }

    /** Shows a registry a name and a password. */
    public Response auth(Call call) throws IOException {
        ObjectNode asked = call.json();
        Credentials who = RegistryUser.of(asked);
        String host = host(asked.path("serveraddress").asString(""));
        try (RegistryClient client = RegistryUser.client(engine)) {
            client.login(host, who);
        } catch (RegistryException refused) {
            throw new EngineException.SystemError(String.valueOf(refused.getMessage()), null);
        }
        return Json.response(200, Json.object().put("Status", "Login Succeeded").put("IdentityToken", ""));
    }

    /** Old clients send addresses. */
    private static String host(String address) {
        String host = address.replaceFirst("^https?://", "").replaceFirst("/.*", "");
        return host.isEmpty() || host.equals("index.docker.io") || host.equals("registry-1.docker.io")
                ? "docker.io"
                : host;
    }
}
