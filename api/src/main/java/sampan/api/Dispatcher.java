package sampan.api;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sampan.api.call.ApiVersion;
import sampan.api.call.Call;
import sampan.api.call.Failures;
import sampan.api.call.Route;
import sampan.api.http.Body;
import sampan.api.http.Handler;
import sampan.api.http.Request;
import sampan.api.http.Response;
import sampan.core.error.EngineException;
import sampan.core.system.Release;

/** Finds the operation that a request means, in the version of the API that it names, and answers with what came of it. */
final class Dispatcher implements Handler {
    private static final Logger LOG = System.getLogger(Dispatcher.class.getName());
    private static final Pattern VERSIONED = Pattern.compile("/v([0-9.]+)(/.*)");

    /** On every answer, as dockerd does. */
    private static final Map<String, String> HEADERS = Map.of(
            "Api-Version",
            Release.NEWEST_API,
            "Docker-Experimental",
            "false",
            "Ostype",
            "linux",
            "Server",
            "Sampan/" + Release.VERSION + " (linux)");

    private final List<Route> routes;

    Dispatcher(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    @Override
    public Response answer(Request request) throws IOException, InterruptedException {
        Matcher versioned = VERSIONED.matcher(request.path());
        boolean named = versioned.matches();
        String path = named ? versioned.group(2) : request.path();
        for (Route route : routes) {
            Optional<String> variable = route.match(request.method(), path);
            if (variable.isPresent()) {
                ApiVersion version = named ? ApiVersion.parse(versioned.group(1)) : ApiVersion.NEWEST;
                version.check();
                return route.operation()
                        .answer(new Call(request, version, variable.get()))
                        .with(HEADERS);
            }
        }
        throw new EngineException.NotFound("page not found");
    }

    @Override
    public Response failed(Request request, Throwable failure) {
        return (switch (failure) {
                    case EngineException.SystemError broken
                    when request.body().isBroken() -> Failures.malformed(broken);
                    case EngineException expected -> Failures.response(expected);
                    case Body.BrokenException broken -> Failures.malformed(broken);
                    case IOException broken when request.client().isGone() -> Failures.gone(broken);
                    case InterruptedException _ -> Failures.gone(failure);
                    case IOException broken -> Failures.broken(broken);
                    default -> {
                        LOG.log(Level.ERROR, "no answer to " + request.method() + " " + request.path(), failure);
                        yield Failures.mistake();
                    }
                })
                .with(HEADERS);
    }
}
