package sampan.core.container;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Optional;
import sampan.core.config.RestartPolicy;
import sampan.core.container.start.Parts;
import sampan.core.container.state.ContainerFolder;
import sampan.core.container.state.ContainerRecord;
import sampan.core.container.state.ContainerState;
import sampan.core.launch.Run;
import sampan.core.monitor.Exit;
import sampan.core.monitor.MonitorConnection;
import sampan.core.monitor.Monitors;
import sampan.kernel.Fd;

/** What an engine takes over of a container that an earlier one started: its monitor, or what the monitor wrote before it ended. */
final class Takeover {
    private static final System.Logger LOG = System.getLogger(Takeover.class.getName());
    private static final int KILLED = 137;

    private final Parts parts;
    private final RecordFile record;
    private final CurrentRun current;

    Takeover(Parts parts, RecordFile record, CurrentRun current) {
        this.parts = parts;
        this.record = record;
        this.current = current;
    }

    /** @param folder the container's own */
    boolean wasStarted(Fd folder) throws IOException {
        ContainerRecord kept = record.now();
        if (kept.started() || !kept.autoRemove()) {
            return kept.started();
        }
        return ContainerFolder.readExit(folder).isPresent()
                || !parts.machine().bootId().equals(kept.bootId())
                || ContainerFolder.has(parts.places().runs(), kept.id(), Monitors.SOCKET);
    }

    /** Its last end, when it is to start again without anybody's doing: the engine went while it waited, or the machine was started anew. */
    Optional<ContainerState.Restarting> pending() {
        ContainerRecord kept = record.now();
        boolean booted = !parts.machine().bootId().equals(kept.bootId());
        boolean anew = booted && kept.policy().name().equals(RestartPolicy.ALWAYS);
        return kept.end()
                .filter(_ -> kept.restarted().waiting() || anew)
                .map(last -> new ContainerState.Restarting(
                        last.code(), last.oomKilled(), last.startedAt(), last.finishedAt()));
    }

    /** @return false when no process runs any more */
    boolean reconnect(Run.Observer observer) {
        if (!parts.machine().bootId().equals(record.now().bootId())) {
            return false;
        }
        Run adopted = new Run(observer);
        current.begin(adopted);
        try (Fd runFolder = ContainerFolder.open(parts.places().runs(), record.id())) {
            MonitorConnection connection = parts.monitors().connect(runFolder, adopted);
            if (adopted.awaitOutcome() instanceof Run.Outcome.Runs) {
                current.adopted(connection);
                return true;
            }
            connection.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "no monitor answers for container " + record.id(), e);
        }
        current.close();
        return false;
    }

    /** The monitor is gone: what it wrote is true, and without that nothing of the container may be left. */
    Exit recoverEnd(Fd folder, Instant startedAt) throws IOException {
        new Remains(parts, record.now()).clearAway();
        return ContainerFolder.readExit(folder)
                .map(ContainerFolder.ExitFile::exit)
                .orElseGet(() -> new Exit(
                        KILLED, false, startedAt, parts.machine().clock().instant()));
    }
}
