package sampan.api.authorization;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import sampan.api.call.Json;
import sampan.api.http.Request;
import sampan.api.http.Response;
import tools.jackson.databind.node.ObjectNode;

/** What a plugin is asked, in Docker's words ({@code AuthZPlugin.AuthZReq} and {@code AuthZRes}). */
record Question(ObjectNode json) {
    /** What the plugin has no business to know. */
    private static final Set<String> SECRETS = Set.of("authorization", "x-registry-auth", "x-registry-config");

    /** Where a password is the body. */
    private static final String LOGIN = "/auth";

    private static final int MOST = 1 << 20;

    static Question about(Request request) throws IOException {
        ObjectNode json = Json.object();
        request.client().certificate().ifPresent(name -> json.put("User", name).put("UserAuthNMethod", "TLS"));
        json.put("RequestMethod", request.method());
        json.put("RequestUri", request.uri());
        if (request.body() instanceof SeenBody seen && !request.path().endsWith(LOGIN)) {
            byte[] body = seen.whole(MOST);
            if (body.length > 0) {
                json.put("RequestBody", body);
            }
        }
        headers(json.putObject("RequestHeaders"), request.headers());
        return new Question(json);
    }

    private static void headers(ObjectNode json, Map<String, String> headers) {
        headers.forEach((name, value) -> {
            if (!SECRETS.contains(name)) {
                json.put(canonical(name), value);
            }
        });
    }

    /** As Go writes the names of headers. */
    private static String canonical(String name) {
        StringBuilder text = new StringBuilder(name);
        for (int at = 0; at < text.length(); at++) {
            if (at == 0 || text.charAt(at - 1) == '-') {
                text.setCharAt(at, Character.toUpperCase(text.charAt(at)));
            }
        }
        return text.toString();
    }

    /** The same with what is to be answered; of what comes bit by bit, only its beginning is known. */
    Question answered(Response response) {
        ObjectNode all = json.deepCopy().put("ResponseStatusCode", response.status());
        if (response instanceof Response.Whole whole
                && whole.body().length > 0
                && whole.body().length <= MOST
                && whole.headers().getOrDefault("Content-Type", "").equals(Json.TYPE)) {
            all.put("ResponseBody", whole.body());
        }
        headers(all.putObject("ResponseHeaders"), response.headers());
        return new Question(all);
    }
}
