package sampan.api;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong lastEnd = new AtomicLong(System.nanoTime());

    Dispatcher(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    long idleNanos() {
        return requests.get() > 0 ? 0 : System.nanoTime() - lastEnd.get();
    }

    @Override
    public Response answer(Request request) {
        requests.incrementAndGet();
        try {
            return dispatch(request).with(HEADERS);
        } catch (EngineException failed) {
            return Failures.response(failed).with(HEADERS);
        } catch (RuntimeException mistake) {
            LOG.log(Level.ERROR, "no answer to " + request.method() + " " + request.path(), mistake);
            return Failures.mistake().with(HEADERS);
        } finally {
            lastEnd.set(System.nanoTime());
            requests.decrementAndGet();
        }
    }

    private Response dispatch(Request request) {
        Matcher versioned = VERSIONED.matcher(request.path());
        boolean named = versioned.matches();
        String path = named ? versioned.group(2) : request.path();
        for (Route route : routes) {
            Optional<String> variable = route.match(request.method(), path);
            if (variable.isPresent()) {
                ApiVersion version = named ? ApiVersion.parse(versioned.group(1)) : ApiVersion.NEWEST;
                version.check();
                return route.operation().answer(new Call(request, version, variable.get()));
            }
        }
        throw new EngineException.NotFound("page not found");
    }
}
