package sampan.core.container;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import sampan.core.container.start.HookBundle;
import sampan.core.container.start.Parts;
import sampan.core.container.state.ContainerRecord;
import sampan.core.container.state.ContainerState;
import sampan.core.launch.Run;
import sampan.core.monitor.Exit;
import sampan.core.timing.Timings;
import sampan.kernel.Fd;

/** What the monitor tells of a container's process, and what follows from it. It never waits for the container's turn; what has time comes later, in its turn. */
final class Watching implements Run.Observer {
    private final Parts parts;
    private final Life life;

    Watching(Parts parts, Life life) {
        this.parts = parts;
        this.life = life;
    }

    @Override
    public void running(Run.Started process) {
        life.become(new ContainerState.Running(process.pid(), process.at()));
        life.news().running();
        life.health().start(life.record().config(), process.at());
        life.forwarding().begin(process.at());
    }

    @Override
    public void ended(Exit exit) {
        life.current().ending();
        try {
            tellEnd(exit);
        } finally {
            life.current().told();
        }
    }

    private void tellEnd(Exit exit) {
        life.health().stop();
        Optional<Duration> again = life.restarts().after(exit);
        ContainerState.Stopped stopped =
                new ContainerState.Stopped(exit.code(), exit.oomKilled(), exit.startedAt(), exit.finishedAt());
        life.become(again.isPresent() ? stopped.restarting() : stopped);
        life.news().ended(exit);
        try (Timings.Span _ = parts.timings().begin(Timings.Action.RELEASE)) {
            parts.networks().release(life.id());
        }
        life.removing().atEnd(exit.code());
        life.current().ended(exit.code());
        parts.later(() -> life.quietly(record -> afterEnd(record, again), "cannot note the end of a container"));
    }

    @Override
    public void abandoned(Run.Started process) {
        parts.later(() -> life.quietly(
                record -> {
                    try (Fd folder = record.openFolder()) {
                        ended(new Takeover(parts, record, life.current()).recoverEnd(folder, process.at()));
                    }
                },
                "cannot find out how a container ended"));
    }

    /**
     * Takes over what an earlier engine left.
     *
     * @return false when it was to be removed at its end, and has ended
     */
    boolean resume(RecordFile record, Fd folder) throws IOException {
        Takeover takeover = new Takeover(parts, record, life.current());
        if (!takeover.wasStarted(folder)) {
            life.forwarding().goOn();
            takeover.pending().ifPresent(last -> {
                life.become(last);
                life.restarts().soon();
            });
            return true;
        }
        life.current().forgetEnd(); // an earlier run's is known; of this one nobody knows yet
        if (takeover.reconnect(this)) {
            new Freezer(parts, life).look();
            return true;
        }
        boolean removed = record.now().autoRemove();
        Exit exit = takeover.recoverEnd(folder, record.now().created());
        life.forwarding().begin(exit.startedAt());
        ended(exit);
        return !removed;
    }

    private void afterEnd(RecordFile record, Optional<Duration> again) throws IOException {
        if (life.isRunning()) {
            return; // started again meanwhile
        }
        life.current().close();
        new Remains(parts, record.now()).clearAway();
        new HookBundle(parts, record.now()).end();
        if (life.isGone()) {
            life.forwarding().finish();
            if (life.removing().isByItself()) {
                new Remains(parts, record.now()).removeVolumes();
            }
            new Remains(parts, record.now()).remove();
            return;
        }
        switch (life.state()) {
            case ContainerState.Stopped(int code, boolean oom, Instant from, Instant to) -> {
                if (!life.removing().isExpected()) {
                    record.ended(
                            new ContainerRecord.End(code, oom, from, to),
                            life.restarts().called());
                }
            }
            case ContainerState.Restarting(int code, boolean oom, Instant from, Instant to) -> {
                ContainerRecord.Restarted past = record.now().restarted();
                record.ended(new ContainerRecord.End(code, oom, from, to), past.oneMore());
                life.restarts().later(again.orElse(Duration.ZERO));
            }
            case ContainerState.Created _, ContainerState.Running _ -> {}
        }
    }
}
