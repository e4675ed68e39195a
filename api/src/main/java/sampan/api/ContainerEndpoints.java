package sampan.api;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import sampan.api.http.Response;
import sampan.core.Engine;
import sampan.core.container.Container;
import sampan.core.container.ContainerFilter;
import sampan.core.container.ContainerState;
import sampan.core.container.ContainerSummary;
import sampan.core.error.EngineException;

/** Containers. */
final class ContainerEndpoints {
    private final Engine engine;

    ContainerEndpoints(Engine engine) {
        this.engine = engine;
    }

    Response list(Call call) {
        ContainerFilter filter =
                ContainerFilter.of(Filters.parse(call.request().parameter("filters")), engine.containers());
        int limit = limit(call);
        boolean inAnyState = call.request().flag("all") || limit > 0 || filter.choosesState();
        Stream<Container> fitting = engine.containers().list().stream()
                .filter(container -> inAnyState || container.state() instanceof ContainerState.Running)
                .filter(filter::fits);
        Instant now = Instant.now();
        List<ContainerSummary> summaries = (limit > 0 ? fitting.limit(limit) : fitting)
                .flatMap(container -> summary(container, now))
                .toList();
        return Json.response(200, summaries);
    }

    /** Nothing of a container that was removed meanwhile. */
    private static Stream<ContainerSummary> summary(Container container, Instant now) {
        try {
            return Stream.of(ContainerSummary.of(container, now));
        } catch (EngineException.NotFound removed) {
            return Stream.empty();
        }
    }

    private static int limit(Call call) {
        String text = call.request().parameter("limit").orElse("");
        try {
            return text.isEmpty() ? 0 : Integer.parseInt(text);
        } catch (NumberFormatException malformed) {
            throw new EngineException.InvalidArgument("invalid limit: \"" + text + "\" is not a number");
        }
    }

    Response inspect(Call call) {
        return Json.response(200, engine.containers().find(call.name()).inspect());
    }
}
