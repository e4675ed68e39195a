package sampan.api;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import sampan.api.http.Response;
import sampan.core.Engine;
import sampan.core.system.SystemSurvey;

/** The engine itself. */
final class SystemEndpoints {
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

    SystemEndpoints(Engine engine) {
        this.engine = engine;
    }

    Response ping(Call call) {
        String body = call.request().method().equals("HEAD") ? "" : "OK";
        return Response.of(200, "text/plain; charset=utf-8", body.getBytes(StandardCharsets.US_ASCII))
                .with(PING_HEADERS)
                // By which our own command line finds the engine behind this socket.
                .with(Map.of("Sampan-Exec-Root", engine.options().execRoot().toString()));
    }

    Response version(Call call) {
        return Json.response(200, SystemSurvey.version());
    }

    Response info(Call call) {
        return Json.response(200, engine.report());
    }
}
