package sampan.cli.command.container;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.Together;
import sampan.cli.flag.Flag;
import sampan.cli.flag.Usage;

/** {@code stop}: asks containers to end, and kills those that do not. */
public final class StopCommand implements Command {
    static final Flag<String> SIGNAL = Flag.text("signal", "Signal to send").shorthand('s');
    static final Flag<Long> TIMEOUT =
            Flag.number("timeout", "Seconds to wait before it is killed").shorthand('t');
    /** Docker's older name of --timeout. */
    static final Flag<Long> TIME = Flag.number("time", "Same as --timeout");

    private static final long LONGEST = Integer.MAX_VALUE;

    private static final Usage USAGE = Usage.of(
                    "stop", "CONTAINER [CONTAINER...]", "Stop one or more running containers")
            .aliases("container stop", "stop")
            .flags(SIGNAL, TIMEOUT, TIME)
            .atLeast(1);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, CommandFailure {
        Optional<String> signal = signal(call);
        Optional<Duration> timeout = timeout(call);
        return Together.forEach(
                call,
                call.operands(),
                name -> call.engine().containers().find(name).stop(signal, timeout));
    }

    static Optional<String> signal(Call call) {
        return call.value(SIGNAL).filter(name -> !name.isEmpty());
    }

    /** A negative one waits for ever; one of many years too. */
    static Optional<Duration> timeout(Call call) throws CommandFailure {
        if (call.value(TIMEOUT).isPresent() && call.value(TIME).isPresent()) {
            throw new CommandFailure(1, "conflicting options: cannot specify both --timeout and --time");
        }
        return call.value(TIMEOUT)
                .or(() -> call.value(TIME))
                .map(seconds -> Duration.ofSeconds(seconds > LONGEST ? -1 : seconds));
    }
}
