package sampan.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sampan.api.http.Request;
import sampan.core.policy.Need;

/** What each operation takes of its caller. One that is not named here is for those who may do everything. */
final class Needs {
    private static final Map<String, Need> BY_PATTERN = new HashMap<>();

    private static final String PULL_OR_IMPORT = "POST /images/create";

    static {
        all(Need.NOTHING, "HEAD /_ping", "GET /_ping", "GET /version", "GET /info");
        // There is nothing of these, and docker inspect asks for all of them.
        all(
                Need.NOTHING,
                "GET /plugins",
                "GET /plugins/{}/json",
                "GET /services/{}",
                "GET /nodes/{}",
                "GET /tasks/{}",
                "GET /secrets/{}",
                "GET /configs/{}");
        all(
                Need.LOOK,
                "GET /events",
                "GET /system/df",
                "GET /containers/json",
                "GET /containers/{}/json",
                "GET /containers/{}/logs",
                "GET /containers/{}/top",
                "GET /containers/{}/stats",
                "GET /containers/{}/changes",
                "POST /containers/{}/wait",
                "GET /exec/{}/json",
                "GET /images/json",
                "GET /images/{}/json",
                "GET /images/{}/history",
                "GET /volumes",
                "GET /volumes/{}",
                "GET /networks",
                "GET /networks/{}");
        all(
                Need.CHANGE,
                "POST /containers/prune",
                "POST /containers/{}/start",
                "POST /containers/{}/stop",
                "POST /containers/{}/restart",
                "POST /containers/{}/kill",
                "POST /containers/{}/pause",
                "POST /containers/{}/unpause",
                "POST /containers/{}/rename",
                "POST /containers/{}/resize",
                "DELETE /containers/{}",
                "POST /containers/{}/attach",
                "GET /containers/{}/attach/ws",
                "HEAD /containers/{}/archive",
                "GET /containers/{}/archive",
                "PUT /containers/{}/archive",
                "GET /containers/{}/export",
                "POST /containers/{}/exec",
                "POST /exec/{}/start",
                "POST /exec/{}/resize",
                "POST /containers/{}/update",
                "POST /commit",
                "POST /images/{}/tag",
                "DELETE /images/{}",
                "POST /volumes/create",
                "POST /volumes/prune",
                "DELETE /volumes/{}",
                "POST /networks/create",
                "POST /networks/prune",
                "POST /networks/{}/connect",
                "POST /networks/{}/disconnect",
                "DELETE /networks/{}");
        all(Need.CREATE, "POST /containers/create");
        all(Need.PULL, PULL_OR_IMPORT, "POST /auth", "GET /images/search", "GET /distribution/{}/json");
    }

    private Needs() {}

    private static void all(Need need, String... patterns) {
        List.of(patterns).forEach(pattern -> BY_PATTERN.put(pattern, need));
    }

    static Need of(String pattern, Request request) {
        boolean imports = pattern.equals(PULL_OR_IMPORT)
                && !request.parameter("fromSrc").orElse("").isEmpty();
        return imports ? Need.EVERYTHING : BY_PATTERN.getOrDefault(pattern, Need.EVERYTHING);
    }
}
