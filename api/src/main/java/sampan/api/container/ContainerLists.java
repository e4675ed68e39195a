package sampan.api.container;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import sampan.api.call.ApiVersion;
import sampan.api.call.Call;
import sampan.api.call.Dialect;
import sampan.api.call.Json;
import sampan.api.call.Message;
import sampan.api.http.Response;
import sampan.core.Engine;
import sampan.core.config.ConfigJson;
import sampan.core.container.Container;
import sampan.core.container.list.ContainerFilter;
import sampan.core.container.list.ContainerSummary;
import sampan.core.container.list.SummaryFacts;
import sampan.core.container.state.ContainerState;
import sampan.core.error.EngineException;
import tools.jackson.databind.node.ObjectNode;

/** What there is of containers. */
public final class ContainerLists {
    private final Engine engine;
    private final SentSummaries sent = new SentSummaries();

    public ContainerLists(Engine engine) {
        this.engine = engine;
    }

    public Response list(Call call) {
        ContainerFilter filter = ContainerFilter.of(call.filters(), engine.containers());
        int limit = limit(call);
        boolean sized = call.flag("size");
        boolean inAnyState = call.flag("all") || limit > 0 || filter.choosesState();
        Stream<Container> fitting = engine.containers().list().stream()
                .filter(container -> inAnyState || container.state() instanceof ContainerState.Running)
                .filter(filter::fits);
        Instant now = Instant.now();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        (limit > 0 ? fitting.limit(limit) : fitting)
                .flatMap(container -> json(call.version(), container, now, sized).stream())
                .forEach(json -> {
                    all.write(all.size() == 0 ? '[' : ',');
                    all.writeBytes(json);
                });
        all.writeBytes((all.size() == 0 ? "[]\n" : "]\n").getBytes(StandardCharsets.UTF_8));
        return Response.of(200, Json.TYPE, all.toByteArray());
    }

    /** One of the list; as it was sent last, if nothing of it has changed. */
    private Optional<byte[]> json(ApiVersion version, Container container, Instant now, boolean sized) {
        if (sized || !container.ports().isEmpty()) {
            return summary(container, now, sized).map(json -> bytes(version, json));
        }
        try {
            return Optional.of(sent.json(
                    version,
                    container.id(),
                    SummaryFacts.of(container, now),
                    () -> bytes(
                            version,
                            Json.tree(ContainerSummary.of(container, now)).set("Ports", Ports.of(container)))));
        } catch (EngineException.NotFound removed) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(ApiVersion version, ObjectNode json) {
        return ConfigJson.MAPPER.writeValueAsBytes(Dialect.in(version, Message.CONTAINER_SUMMARY, json));
    }

    /**
     * One container of a list, as the newest version has it; nothing of one that was removed meanwhile.
     *
     * @param sized what it takes on disk, too
     */
    public static Optional<ObjectNode> summary(Container container, Instant now, boolean sized) {
        try {
            ObjectNode json = Json.tree(ContainerSummary.of(container, now));
            json.set("Ports", Ports.of(container));
            if (sized) {
                sizes(json, container);
                if (json.path("SizeRw").asLong() == 0) {
                    json.remove("SizeRw"); // a list leaves out what is 0
                }
            }
            return Optional.of(json);
        } catch (EngineException.NotFound removed) {
            return Optional.empty();
        }
    }

    private static void sizes(ObjectNode json, Container container) {
        long own = container.diskUsage();
        json.put("SizeRw", own);
        json.put("SizeRootFs", own + container.imageSize());
    }

    private static int limit(Call call) {
        try {
            return call.number("limit").orElse(0);
        } catch (EngineException.InvalidArgument malformed) {
            throw new EngineException.InvalidArgument(
                    "invalid limit: " + Json.quoted(call.text("limit")) + " is not a number");
        }
    }

    public Response inspect(Call call) {
        Container container = engine.containers().find(call.name());
        ObjectNode json = Json.tree(container.inspect());
        if (call.flag("size")) {
            sizes(json, container);
        }
        return Json.response(200, Dialect.in(call.version(), Message.CONTAINER, json));
    }
}
