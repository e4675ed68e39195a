package sampan.api.container;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sampan.api.call.Call;
import sampan.api.call.Json;
import sampan.api.http.Client;
import sampan.api.http.Response;
import sampan.core.Engine;
import sampan.core.container.Container;
import sampan.core.stats.CardCounts;
import sampan.core.stats.Counters;
import sampan.core.stats.Meter;
import sampan.core.top.ProcessList;
import sampan.kernel.cgroup.CgroupDetails;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What runs in containers and what that uses. */
public final class ContainerFigures {
    private static final Duration STEP = Duration.ofSeconds(1);

    /** Processor time is counted in nanoseconds, so that a short while is enough for a share of it. */
    private static final Duration MOMENT = Duration.ofMillis(50);

    private final Engine engine;
    private @Nullable SystemTime clock;

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
                    before = read(container);
                    Thread.sleep(MOMENT);
                }
                do {
                    Reading now = read(container);
                    Json.line(out, Figures.json(container, before, now));
                    before = now;
                    if (stream) {
                        Thread.sleep(STEP);
                    }
                } while (stream && !isGone(container));
            }
        });
    }

    private Reading read(Container container) throws IOException {
        if (container.pid().isEmpty()) {
            return Reading.NONE;
        }
        try (Meter meter = container.meter()) {
            Counters counters = meter.read();
            Used used = new Used(counters, meter.details(), meter.cards());
            return new Reading(Instant.now(), used, clock().at(counters.at()));
        } catch (IOException ended) {
            if (container.pid().isEmpty()) {
                return Reading.NONE;
            }
            throw ended;
        }
    }

    private synchronized SystemTime clock() throws IOException {
        SystemTime known = clock;
        if (known == null) {
            known = SystemTime.read();
            clock = known;
        }
        return known;
    }

    private static boolean isGone(Container container) {
        return container.removal().isDone();
    }

    /** What a running container has used. */
    record Used(Counters counters, CgroupDetails details, Map<String, CardCounts> cards) {}

    /**
     * A look at one moment.
     *
     * @param used null: nothing runs
     */
    record Reading(Instant at, @Nullable Used used, long system) {
        static final Reading NONE = new Reading(Instant.EPOCH, null, 0);
    }
}
