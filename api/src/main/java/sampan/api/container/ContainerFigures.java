package sampan.api.container;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sampan.api.call.Call;
import sampan.api.call.Json;
import sampan.api.http.Client;
import sampan.api.http.Response;
import sampan.core.Engine;
import sampan.core.container.Container;
import sampan.core.stats.Counters;
import sampan.core.stats.Meter;
import sampan.core.top.ProcessList;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What runs in containers and what that uses. */
public final class ContainerFigures {
    private static final Duration STEP = Duration.ofSeconds(1);

    private final Engine engine;

    public ContainerFigures(Engine engine) {
        this.engine = engine;
    }

    public Response top(Call call) throws InterruptedException {
        ProcessList list = engine.containers().find(call.name()).top(call.text("ps_args"));
        ObjectNode json = Json.object();
        ArrayNode rows = json.putArray("Processes");
        for (List<String> process : list.processes()) {
            process.forEach(rows.addArray()::add);
        }
        list.titles().forEach(json.putArray("Titles")::add);
        return Json.response(200, json);
    }

    public Response stats(Call call) {
        Container container = engine.containers().find(call.name());
        boolean stream = call.request().flag("stream", true);
        boolean once = call.flag("one-shot");
        return Response.stream(Json.TYPE, out -> {
            try (Client.Wait _ = call.request().client().waiting()) {
                Reading before = Reading.NONE;
                if (!stream && !once) {
                    before = Reading.of(container);
                    Thread.sleep(STEP);
                }
                do {
                    Reading now = Reading.of(container);
                    Json.line(out, Figures.json(container, before, now));
                    before = now;
                    if (stream) {
                        Thread.sleep(STEP);
                    }
                } while (stream && !isGone(container));
            }
        });
    }

    private static boolean isGone(Container container) {
        return container.removal().isDone();
    }

    /**
     * A look at one moment.
     *
     * @param counters null: nothing runs
     */
    record Reading(Instant at, @Nullable Counters counters, long system) {
        static final Reading NONE = new Reading(Instant.EPOCH, null, 0);

        static Reading of(Container container) throws IOException {
            if (container.pid().isEmpty()) {
                return NONE;
            }
            try (Meter meter = container.meter()) {
                return new Reading(Instant.now(), meter.read(), SystemTime.nanos());
            } catch (IOException ended) {
                if (container.pid().isEmpty()) {
                    return NONE;
                }
                throw ended;
            }
        }
    }
}
