package sampan.api;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import sampan.api.call.ApiVersion;
import sampan.api.call.Call;
import sampan.api.call.Failures;
import sampan.api.call.Parameters;
import sampan.api.call.Route;
import sampan.api.container.ExecWishes;
import sampan.api.http.Body;
import sampan.api.http.Handler;
import sampan.api.http.Request;
import sampan.api.http.Response;
import sampan.core.Engine;
import sampan.core.error.EngineException;
import sampan.core.policy.Access;
import sampan.core.policy.Gate;
import sampan.core.policy.Rights;
import sampan.core.system.Release;

/** Finds the operation that a request means, in the version of the API that it names, and answers with what came of it. */
final class Dispatcher implements Handler {
    private static final Logger LOG = System.getLogger(Dispatcher.class.getName());

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

    /** More callers than that with rights of their own are not there at once. */
    private static final int KEPT = 256;

    private final Engine engine;
    private final Gate gate;
    private final ExecWishes wishes = new ExecWishes();
    private final Operations operations;
    private final Map<Access, List<Route>> routes = new ConcurrentHashMap<>();

    Dispatcher(Engine engine, Gate gate) {
        this.engine = engine;
        this.gate = gate;
        this.operations = new Operations(Routes.of(engine, wishes));
    }

    Operations operations() {
        return operations;
    }

    /** The one place where it is settled who may do what: the operation has an engine in which there is no more than that. */
    @Override
    public Response answer(Request request) throws IOException, InterruptedException {
        Operations.Meant meant =
                operations.find(request).orElseThrow(() -> new EngineException.NotFound("page not found"));
        ApiVersion version = meant.version().map(ApiVersion::parse).orElse(ApiVersion.NEWEST);
        version.check();
        Rights rights = gate.rights(Askers.of(request.client()));
        Access access = gate.admit(rights, meant.need(), meant.pattern());
        return routes(access)
                .get(meant.index())
                .operation()
                .answer(new Call(Parameters.known(version, meant.pattern(), request), version, meant.variable()))
                .with(HEADERS);
    }

    private List<Route> routes(Access access) {
        if (routes.size() > KEPT) {
            routes.clear();
        }
        return routes.computeIfAbsent(access, caller -> Routes.of(engine.as(caller), wishes));
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
