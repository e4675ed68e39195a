package sampan.runtime.command.life;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import sampan.kernel.Fd;
import sampan.kernel.process.Pidfd;
import sampan.kernel.process.Signal;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.cgroup.CacheAllocation;
import sampan.runtime.command.context.Context;
import sampan.runtime.command.context.Loaded;
import sampan.runtime.command.hook.HookRunner;
import sampan.runtime.state.ContainerRecord;
import sampan.runtime.state.SavedContainer;
import sampan.runtime.state.StateFolder;
import sampan.runtime.state.Status;

/** How a container goes: its processes, its cgroup, its state folder. */
public record Deletion(Context context, String id) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** For a container that has just ended. */
    public static void force(Context context, String id) throws IOException, RuntimeFailure {
        Optional<StateFolder> there = context.states();
        if (there.isEmpty()) {
            return; // somebody else has taken it away, and the folder too
        }
        try (StateFolder states = there.get()) {
            Optional<SavedContainer> saved = states.find(id);
            if (saved.isPresent()) {
                try (SavedContainer container = saved.get()) {
                    container.lock();
                    new Deletion(context, id).delete(states, container, true);
                }
            }
        }
    }

    /** The container is locked. */
    public void delete(StateFolder states, SavedContainer container, boolean force) throws IOException, RuntimeFailure {
        Optional<Loaded> found = Loaded.of(container, context.machine());
        Optional<HookRunner> hooks = Optional.empty();
        if (found.isPresent()) {
            end(found.get(), force);
            ContainerRecord record = found.get().record();
            context.machine().cgroups().remove(record.cgroup(), record.unit());
            CacheAllocation.remove(record.resctrl());
            context.log().debug("cgroup " + record.cgroup() + " removed");
            if (record.poststop()) {
                hooks = Optional.of(HookRunner.of(context, found.get().spec(context.machine())));
            }
        }
        states.remove(id, container);
        if (hooks.isPresent()) {
            hooks.get().runPoststop(found.orElseThrow().record());
        }
    }

    /** A created one has nothing to lose. */
    private void end(Loaded container, boolean force) throws IOException, RuntimeFailure {
        if (container.stopped()) {
            return;
        }
        if (!force && container.status() != Status.CREATED) {
            throw new RuntimeFailure("cannot delete container " + id + " that is not stopped: "
                    + container.status().word());
        }
        Optional<Fd> init = container.init();
        if (init.isPresent()) {
            try (Fd process = init.get()) {
                Pidfd.trySignal(process, Signal.KILL);
                if (container.status() == Status.PAUSED && container.cgroup().isPresent()) {
                    container.cgroup().get().thaw();
                }
                if (!Pidfd.ended(process, PATIENCE)) {
                    throw new RuntimeFailure("container init still running");
                }
            }
        }
    }
}
