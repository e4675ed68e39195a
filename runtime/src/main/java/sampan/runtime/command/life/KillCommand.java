package sampan.runtime.command.life;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.process.Kill;
import sampan.kernel.process.Pidfd;
import sampan.kernel.process.Signal;
import sampan.runtime.command.call.Option;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.context.Context;
import sampan.runtime.command.context.Loaded;
import sampan.runtime.command.context.RuntimeCommand;
import sampan.runtime.command.json.GoJson;
import sampan.runtime.state.Status;

/** {@code kill}: send a signal (default: SIGTERM) to a container's first process. */
public final class KillCommand implements RuntimeCommand {
    private static final List<Option> OPTIONS =
            List.of(Option.bool("all,a", "send it to all processes of the container"), Chosen.REGEX);

    /** kill(2): no signal, only whether one could be sent. */
    private static final String PROBE = "0";

    @Override
    public String name() {
        return "kill";
    }

    @Override
    public String operands() {
        return "<container-id> [signal]";
    }

    @Override
    public String help() {
        return "send a signal (default: SIGTERM) to a container's first process";
    }

    @Override
    public List<Option> options() {
        return OPTIONS;
    }

    @Override
    public int most() {
        return 2;
    }

    @Override
    public int run(Context context) throws IOException, RuntimeFailure {
        List<String> operands = context.words().operands();
        boolean probe = operands.size() > 1 && operands.get(1).equals(PROBE);
        boolean named = operands.size() > 1 && !operands.get(1).isEmpty();
        Signal signal = named && !probe ? signal(operands.get(1)) : Signal.TERM;
        return Chosen.each(context, id -> {
            try (Loaded container = context.load(id)) {
                return probe
                        ? probe(container)
                        : send(container, signal, context.words().on("all"));
            }
        });
    }

    private static int send(Loaded container, Signal signal, boolean all) throws IOException, RuntimeFailure {
        if (all) {
            all(container, signal);
        } else {
            one(container, signal);
        }
        return 0;
    }

    private static int probe(Loaded container) throws RuntimeFailure {
        if (container.stopped()) {
            throw new RuntimeFailure("container not running");
        }
        return 0;
    }

    private static Signal signal(String text) throws RuntimeFailure {
        Optional<Signal> signal = Signal.parse(text);
        if (signal.isEmpty() && text.matches("-?[0-9]+")) {
            throw new RuntimeFailure("unable to signal init: invalid argument");
        }
        if (signal.isEmpty()) {
            throw new RuntimeFailure("unknown signal " + GoJson.quoted(text));
        }
        return signal.get();
    }

    private static void one(Loaded container, Signal signal) throws IOException, RuntimeFailure {
        Optional<Fd> init = container.init();
        if (init.isEmpty()) {
            throw new RuntimeFailure("container not running");
        }
        try (Fd process = init.get()) {
            if (!Pidfd.trySignal(process, signal)) {
                throw new RuntimeFailure("container not running");
            }
        }
        wake(container, signal);
    }

    /** Frozen, it would die only when it thaws. */
    private static void wake(Loaded container, Signal signal) throws IOException {
        if (signal.equals(Signal.KILL)
                && container.status() == Status.PAUSED
                && container.cgroup().isPresent()) {
            container.cgroup().get().thaw();
        }
    }

    /** To every process in its cgroup, the first one among them ended or not. */
    private static void all(Loaded container, Signal signal) throws IOException, RuntimeFailure {
        if (container.cgroup().isEmpty()) {
            one(container, signal);
            return;
        }
        for (int pid : container.cgroup().get().pids()) {
            try {
                Kill.process(pid, signal);
            } catch (SyscallException gone) {
                if (!gone.is(Errno.ESRCH)) {
                    throw gone;
                }
            }
        }
        wake(container, signal);
    }
}
