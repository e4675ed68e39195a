package sampan.api.system;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sampan.api.call.Call;
import sampan.api.call.Dialect;
import sampan.api.call.Json;
import sampan.api.call.Message;
import sampan.api.http.Client;
import sampan.api.http.Offers;
import sampan.api.http.PromptThreads;
import sampan.api.http.Response;
import sampan.core.Engine;
import sampan.core.error.EngineException;
import sampan.core.event.Event;
import sampan.core.event.EventFilter;
import sampan.core.event.Subscription;
import tools.jackson.databind.node.ObjectNode;

/** What happens in the engine, as it happens. */
public final class SystemEvents {
    private final Engine engine;
    private final PromptThreads tellers = new PromptThreads("events");

    public SystemEvents(Engine engine) {
        this.engine = engine;
    }

    /** The head comes at once: from then on nothing is missed. Filters that nobody knows are passed over, as dockerd does. */
    public Response listen(Call call) {
        Map<String, List<String>> filters = call.filters();
        Optional<Instant> since = call.moment("since");
        Optional<Instant> until = call.moment("until");
        if (since.isPresent() && until.isPresent() && until.get().isBefore(since.get())) {
            throw new EngineException.InvalidArgument("`since` time (" + call.text("since")
                    + ") cannot be after `until` time (" + call.text("until") + ")");
        }
        Subscription events = engine.events().subscribe(new EventFilter(filters), since, until);
        return Response.stream(Json.TYPE, tellers.promptly(out -> {
            out.flush();
            if (out instanceof Offers offers && engine.showsAll()) {
                offers.expectOffers();
                events.offerFirst(event -> offers.offer(Json.line(said(call, event))));
            }
            try (Client.Wait _ = call.request().client().waiting()) {
                Optional<Event> event = events.next();
                while (event.isPresent()) {
                    if (engine.shows(event.get())) {
                        Json.line(out, said(call, event.get()));
                    }
                    event = events.next();
                }
            }
        }));
    }

    private static ObjectNode said(Call call, Event event) {
        return Dialect.in(call.version(), Message.EVENT, event.json());
    }
}
