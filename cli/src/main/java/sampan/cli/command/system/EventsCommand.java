package sampan.cli.command.system;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sampan.cli.call.Call;
import sampan.cli.call.CallerZone;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.cli.value.FilterSpec;
import sampan.core.event.Event;
import sampan.core.event.EventFilter;
import sampan.core.event.Subscription;
import sampan.core.filter.Moment;

/** {@code events}: what happens in the engine, as it happens. */
public final class EventsCommand implements Command {
    private static final Flag<FilterSpec> FILTER = Flag.of(
                    "filter", "filter", "Show those that fit (type=image, event=die, label=tier, ...)", text -> {
                        return text.isEmpty() ? new FilterSpec("", "") : FilterSpec.parse(text);
                    })
            .shorthand('f');
    private static final Flag<String> FORMAT = Flag.text("format", "'json', or a template: '{{.Type}} {{.Action}}'");
    private static final Flag<String> SINCE =
            Flag.text("since", "Show those since this time too (\"2026-01-02T13:23:37Z\", or \"42m\" ago)");
    private static final Flag<String> UNTIL =
            Flag.text("until", "Stop at this time (\"2026-01-02T13:23:37Z\", or \"42m\" ago)");

    private static final Usage USAGE = Usage.of("events", "", "Get real time events from the engine")
            .aliases("system events", "events")
            .flags(FILTER, FORMAT, SINCE, UNTIL)
            .exactly(0);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue, CommandFailure {
        EventLine line = EventLine.of(call.value(FORMAT).orElse(""), CallerZone.of(call));
        Instant now = Instant.now();
        Subscription events = call.engine()
                .events()
                .subscribe(filter(call.flags().values(FILTER)), moment(call, SINCE, now), moment(call, UNTIL, now));
        while (true) {
            Optional<Event> event = call.session().await(events::next);
            if (event.isEmpty()) {
                return 0;
            }
            if (call.engine().shows(event.get())) {
                call.out().println(line.of(event.get()));
            }
        }
    }

    private static EventFilter filter(List<FilterSpec> given) {
        Map<String, List<String>> wanted = new LinkedHashMap<>();
        for (FilterSpec filter : given) {
            if (!filter.key().isEmpty()) {
                wanted.computeIfAbsent(filter.key(), _ -> new ArrayList<>()).add(filter.value());
            }
        }
        return new EventFilter(wanted);
    }

    private static Optional<Instant> moment(Call call, Flag<String> flag, Instant now) throws InvalidValue {
        Optional<String> text = call.value(flag).filter(given -> !given.isEmpty());
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Moment.parse(text.get(), now, CallerZone.of(call)));
        } catch (DateTimeException malformed) {
            throw new InvalidValue(String.valueOf(malformed.getMessage()));
        }
    }
}
