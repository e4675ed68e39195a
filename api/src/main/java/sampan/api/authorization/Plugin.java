package sampan.api.authorization;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import sampan.api.call.Json;
import sampan.core.config.ConfigJson;
import sampan.core.error.EngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A program that says who may do what. */
public final class Plugin {
    private static final String REQUEST = "AuthZPlugin.AuthZReq";
    private static final String ANSWER = "AuthZPlugin.AuthZRes";
    private static final String ACTIVATE = "Plugin.Activate";
    private static final String KIND = "authz";

    private final String name;

    private Plugin(String name) {
        this.name = name;
    }

    static Plugin named(String name) {
        return new Plugin(name);
    }

    /** InvalidArgument unless all are there and are such programs. */
    public static void check(List<String> names) {
        for (String name : names) {
            new Plugin(name).check();
        }
    }

    private void check() {
        JsonNode answer;
        try {
            answer = call(ACTIVATE, new byte[0]);
        } catch (IOException unheard) {
            throw new EngineException.InvalidArgument("Error validating authorization plugin: " + unheard.getMessage());
        }
        if (answer.path("Implements")
                .valueStream()
                .noneMatch(kind -> kind.asString("").equals(KIND))) {
            throw new EngineException.InvalidArgument("Error validating authorization plugin: plugin \"" + name
                    + "\" does not implement \"" + KIND + "\"");
        }
    }

    /** Forbidden when it says no, SystemError when it says nothing. */
    void askAboutRequest(Question question) {
        ask(REQUEST, question);
    }

    void askAboutAnswer(Question question) {
        ask(ANSWER, question);
    }

    private void ask(String method, Question question) {
        JsonNode answer;
        try {
            answer = call(method, ConfigJson.MAPPER.writeValueAsBytes(question.json()));
        } catch (IOException failed) {
            throw failure(String.valueOf(failed.getMessage()));
        }
        String error = answer.path("Err").asString("");
        if (!error.isEmpty()) {
            throw failure(error);
        }
        if (!answer.path("Allow").isBoolean() || !answer.path("Allow").asBoolean()) {
            throw new EngineException.Forbidden("authorization denied by plugin " + name + ": "
                    + answer.path("Msg").asString(""));
        }
    }

    private EngineException failure(String reason) {
        return new EngineException.SystemError("plugin " + name + " failed with error: " + reason, null);
    }

    private JsonNode call(String method, byte[] body) throws IOException {
        byte[] said = PluginAddress.of(name).post(method, body);
        try {
            JsonNode answer = ConfigJson.MAPPER.readTree(said);
            if (answer.isObject()) {
                return answer;
            }
        } catch (JacksonException malformed) {
            throw new IOException(method + ": not JSON: " + malformed.getOriginalMessage(), malformed);
        }
        throw new IOException(method + ": not an object: "
                + Json.quoted(new String(said, 0, Math.min(said.length, 80), StandardCharsets.UTF_8)));
    }
}
