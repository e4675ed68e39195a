package sampan.cli.command.container;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalLong;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Scalars;
import sampan.cli.flag.Usage;
import sampan.core.container.Container;
import sampan.core.filter.Moment;
import sampan.core.log.LineBeginnings;
import sampan.core.log.LogOptions;

/** {@code logs}: what a container has written. */
public final class LogsCommand implements Command {
    private static final Flag<Boolean> DETAILS = Flag.bool("details", "Show labels and variables the log driver kept");
    private static final Flag<Boolean> FOLLOW =
            Flag.bool("follow", "Go on with new output").shorthand('f');
    private static final Flag<String> SINCE =
            Flag.text("since", "Nothing before this time (\"2026-01-02T13:23:37Z\", or \"42m\" ago)");
    private static final Flag<String> TAIL = Flag.text("tail", "Number of lines to show from the end")
            .shorthand('n')
            .initially("all");
    private static final Flag<Boolean> TIMESTAMPS =
            Flag.bool("timestamps", "Show when each line was written").shorthand('t');
    private static final Flag<String> UNTIL =
            Flag.text("until", "Nothing after this time (\"2026-01-02T13:23:37Z\", or \"42m\" ago)");

    private static final Usage USAGE = Usage.of("logs", "CONTAINER", "Fetch the logs of a container")
            .aliases("container logs", "logs")
            .flags(DETAILS, FOLLOW, SINCE, TAIL, TIMESTAMPS, UNTIL)
            .exactly(1);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue, CommandFailure {
        LogOptions options = new LogOptions(
                true,
                true,
                tail(call.value(TAIL).orElse("all")),
                moment(call, SINCE),
                moment(call, UNTIL),
                call.on(FOLLOW));
        Container container = call.engine().containers().find(call.operands().getFirst());
        Optional<String> details = call.on(DETAILS) ? Optional.of(container.logAttributes()) : Optional.empty();
        LogPrinter printer = new LogPrinter(call.out(), call.err(), new LineBeginnings(call.on(TIMESTAMPS), details));
        call.session().await(() -> {
            container.logs(options, printer);
            return 0;
        });
        return 0;
    }

    private static OptionalLong tail(String text) {
        try {
            long lines = Scalars.int64(text);
            return lines < 0 ? OptionalLong.empty() : OptionalLong.of(lines);
        } catch (InvalidValue all) {
            return OptionalLong.empty();
        }
    }

    private static Optional<Instant> moment(Call call, Flag<String> flag) throws InvalidValue {
        Optional<String> text = call.value(flag).filter(given -> !given.isEmpty());
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Moment.parse(text.get(), Instant.now(), ZoneId.systemDefault()));
        } catch (DateTimeException malformed) {
            throw new InvalidValue("invalid value for \"" + flag.name() + "\": " + malformed.getMessage());
        }
    }
}
