package sampan.api.container;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sampan.api.call.Call;
import sampan.api.call.Dialect;
import sampan.api.call.Json;
import sampan.api.call.Message;
import sampan.api.http.Response;
import sampan.core.Engine;
import sampan.core.Reclaimed;
import sampan.core.caller.Caller;
import sampan.core.config.Resources;
import sampan.core.config.RestartPolicy;
import sampan.core.container.Container;
import sampan.core.error.EngineException;
import sampan.core.filter.PruneFilter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is done to containers from outside: started, stopped, paused, changed, removed. */
public final class ContainerActions {
    private static final int NO_CONTENT = 204;

    private final Engine engine;

    public ContainerActions(Engine engine) {
        this.engine = engine;
    }

    private Container container(Call call) {
        return engine.containers().find(call.name());
    }

    public Response start(Call call) throws IOException {
        Container container = container(call);
        if (!call.json().isEmpty()) {
            throw new EngineException.InvalidArgument(
                    "starting container with non-empty request body was deprecated since API v1.22 and removed in v1.24");
        }
        if (!call.text("checkpoint").isEmpty()) {
            throw new EngineException.NotSupported("checkpoint is only supported in experimental mode");
        }
        container.start(Caller.local());
        return Response.empty(NO_CONTENT);
    }

    public Response stop(Call call) throws InterruptedException {
        container(call).stop(signal(call), patience(call));
        return Response.empty(NO_CONTENT);
    }

    public Response restart(Call call) throws InterruptedException {
        container(call).restart(signal(call), patience(call), Caller.local());
        return Response.empty(NO_CONTENT);
    }

    private static Optional<String> signal(Call call) {
        Optional<String> signal = call.request().parameter("signal").filter(text -> !text.isEmpty());
        signal.ifPresent(Container::checkSignal);
        return signal;
    }

    private static Optional<Duration> patience(Call call) {
        return call.number("t").map(Duration::ofSeconds);
    }

    public Response kill(Call call) {
        String signal = call.text("signal");
        if (!signal.isEmpty()) {
            Container.checkSignal(signal);
        }
        try {
            container(call).kill(signal.isEmpty() ? "KILL" : signal);
        } catch (EngineException.NotFound missing) {
            throw new EngineException.NotFound("Cannot kill container: " + call.name() + ": " + missing.getMessage());
        }
        return Response.empty(NO_CONTENT);
    }

    public Response pause(Call call) {
        container(call).pause();
        return Response.empty(NO_CONTENT);
    }

    public Response unpause(Call call) {
        container(call).unpause();
        return Response.empty(NO_CONTENT);
    }

    public Response rename(Call call) {
        String name = call.text("name");
        if (name.isEmpty()) {
            throw new EngineException.InvalidArgument("Neither old nor new names may be empty");
        }
        container(call).rename(name);
        return Response.empty(NO_CONTENT);
    }

    public Response update(Call call) throws IOException {
        Container container = container(call);
        ObjectNode body = Dialect.in(call.version(), Message.UPDATE, call.json());
        JsonNode policy = body.path("RestartPolicy");
        if (body.path("OnUnhealthy").isString()) {
            container.onUnhealthy(body.path("OnUnhealthy").asString());
        }
        List<String> warnings = container.update(
                Json.read(body, Resources.class),
                policy.path("Name").asString("").isEmpty()
                        ? Optional.empty()
                        : Optional.of(Json.read(policy, RestartPolicy.class)));
        ObjectNode answer = Json.object();
        answer.set("Warnings", warnings.isEmpty() ? answer.nullNode() : strings(answer, warnings));
        return Json.response(200, answer);
    }

    private static ArrayNode strings(ObjectNode maker, List<String> texts) {
        ArrayNode array = maker.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    public Response resize(Call call) {
        Size size = Size.of(call);
        container(call).resize(size.rows(), size.columns());
        return Response.empty(200);
    }

    /** Of a terminal. */
    record Size(int rows, int columns) {
        private static final int MOST = 0xffff;

        static Size of(Call call) {
            return new Size(of(call, "h"), of(call, "w"));
        }

        private static int of(Call call, String parameter) {
            int value = call.number(parameter)
                    .orElseThrow(
                            () -> new EngineException.InvalidArgument("strconv.Atoi: parsing \"\": invalid syntax"));
            if (value < 0 || value > MOST) {
                throw new EngineException.InvalidArgument(parameter + ": " + value + " is out of range");
            }
            return value;
        }
    }

    public Response remove(Call call) {
        if (call.flag("link")) {
            engine.containers().unlink(call.name());
            return Response.empty(NO_CONTENT);
        }
        container(call).remove(call.flag("force"), call.flag("v"));
        return Response.empty(NO_CONTENT);
    }

    public Response prune(Call call) {
        Map<String, List<String>> filters = call.filters();
        PruneFilter filter = PruneFilter.of(filters);
        Reclaimed gone = engine.pruneContainers(
                container -> filter.fits(container.created(), container.config().labels()));
        ObjectNode answer = Json.object();
        answer.set("ContainersDeleted", gone.removed().isEmpty() ? answer.nullNode() : strings(answer, gone.removed()));
        return Json.response(200, answer.put("SpaceReclaimed", gone.bytes()));
    }
}
