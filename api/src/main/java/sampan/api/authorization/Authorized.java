package sampan.api.authorization;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import sampan.api.http.Body;
import sampan.api.http.Handler;
import sampan.api.http.Request;
import sampan.api.http.Response;
import sampan.core.error.EngineException;

/** Asks every plugin, in their order before the request is done and in the reverse one before it is answered; one no, or none at all, is a no. */
public final class Authorized implements Handler {
    private static final Logger LOG = System.getLogger(Authorized.class.getName());
    /** What is shown of a body: dockerd's limit. */
    private static final int MOST = 1 << 20;

    /** Operations that take an archive, and read no JSON. Of one that is missing here a long body is refused. */
    private static final Pattern ARCHIVES = Pattern.compile(
            "PUT (/v[0-9.]+)?/containers/.+/archive|POST (/v[0-9.]+)?(/images/load|/images/create|/build)");

    private final Handler inner;
    private final Supplier<List<String>> names;

    /** @param names of the plugins, as they are now */
    public Authorized(Handler inner, Supplier<List<String>> names) {
        this.inner = inner;
        this.names = names;
    }

    @Override
    public Response answer(Request asked) throws IOException, InterruptedException {
        List<Plugin> plugins = names.get().stream().map(Plugin::named).toList();
        if (plugins.isEmpty()) {
            return inner.answer(asked);
        }
        Request request = asked.with(shown(asked));
        Question question = Question.about(request);
        for (Plugin plugin : plugins) {
            plugin.askAboutRequest(question);
        }
        Response response;
        try {
            response = inner.answer(request);
        } catch (IOException | InterruptedException | RuntimeException failed) {
            tell(plugins, question.answered(inner.failed(request, failed)));
            throw failed;
        }
        Question answered = question.answered(response);
        for (Plugin plugin : plugins.reversed()) {
            plugin.askAboutAnswer(answered);
        }
        return response;
    }

    /** What went wrong is told whatever they say. */
    private static void tell(List<Plugin> plugins, Question answered) {
        for (Plugin plugin : plugins.reversed()) {
            try {
                plugin.askAboutAnswer(answered);
            } catch (EngineException unheard) {
                LOG.log(Level.DEBUG, "of a failed request: " + unheard.getMessage());
            }
        }
    }

    /** Whatever its Content-Type and its length say: the operation gets the bytes that the plugins get. (CVE-2024-41110, CVE-2026-34040) */
    private static Body shown(Request request) throws IOException {
        if (ARCHIVES.matcher(request.method() + " " + request.path()).matches()) {
            return new UnseenBody(request.body());
        }
        try {
            return new SeenBody(request.body().whole(MOST));
        } catch (Body.TooLongException tooLong) {
            throw new EngineException.Forbidden("authorization denied: a request body of more than " + MOST
                    + " bytes cannot be shown to authorization plugins");
        }
    }

    @Override
    public Response failed(Request request, Throwable failure) {
        return inner.failed(request, failure);
    }
}
