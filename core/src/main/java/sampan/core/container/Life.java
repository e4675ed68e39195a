package sampan.core.container;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import sampan.core.caller.Caller;
import sampan.core.error.EngineException;
import sampan.core.event.Action;
import sampan.core.exec.Exec;
import sampan.core.exec.ExecConfig;
import sampan.core.launch.Run;
import sampan.core.launch.WaitingClient;
import sampan.core.monitor.Exit;
import sampan.core.monitor.Monitors;
import sampan.kernel.Fd;
import sampan.kernel.process.Signal;

/** What happens to one container. Whoever changes it holds its lock; what the monitor tells never waits for that lock and changes only the state. */
final class Life implements Run.Observer {
    private static final System.Logger LOG = System.getLogger(Life.class.getName());

    private final Parts parts;
    private final Index index;
    private final ReentrantLock lock = new ReentrantLock();
    private final RecordFile record;
    private final CurrentRun current = new CurrentRun();
    private volatile ContainerState state;
    private volatile CompletableFuture<Integer> end = new CompletableFuture<>();
    private volatile boolean gone;
    private final WaitingClient client = new WaitingClient();
    private @Nullable Spare spare;
    private final Execs execs = new Execs();
    private final News news;

    Life(Parts parts, Index index, ContainerRecord record) {
        this.parts = parts;
        this.index = index;
        this.record = new RecordFile(parts, record);
        this.state = record.atRest();
        this.news = new News(parts.events(), this::record);
        record.end().filter(_ -> state instanceof ContainerState.Stopped).ifPresent(last -> end.complete(last.code()));
    }

    /** It was made of this: some of its first start is done. */
    void madeOf(Spare ready) {
        spare = ready;
    }

    /** What a container needs of all the others. */
    interface Index extends SpecMaker.Peers {
        /** From now on nobody finds it; its name is free. */
        void forget(Life life);
    }

    String id() {
        return record.id();
    }

    ContainerRecord record() {
        return record.now();
    }

    ContainerState state() {
        return state;
    }

    boolean isGone() {
        return gone;
    }

    CompletableFuture<Integer> end() {
        return end;
    }

    News news() {
        return news;
    }

    /** False when nothing runs. */
    boolean signal(Signal signal) throws IOException {
        if (!(state instanceof ContainerState.Running) || !current.isOpen()) {
            return false;
        }
        news.tell(Action.KILL, Map.of("signal", String.valueOf(signal.number())));
        return current.signal(signal);
    }

    /** A pidfd of its first process, for the caller to close. */
    Fd firstProcess() throws IOException {
        return current.pidfd().orElseThrow(() -> new EngineException.Conflict("Container " + id() + " is not running"));
    }

    Optional<Starter.Launched> launched() {
        return current.launched();
    }

    Execs execs() {
        return execs;
    }

    Fd openFolder() throws IOException {
        return record.openFolder();
    }

    Fd attach(int interests) {
        lock.lock();
        try {
            refuseIfGone();
            news.tell(Action.ATTACH);
            if (state instanceof ContainerState.Running) {
                try (Fd folder = ContainerFolder.open(parts.places().runs(), id())) {
                    return Monitors.attach(folder, interests);
                }
            }
            return client.connect(interests);
        } catch (IOException e) {
            throw new EngineException.SystemError("cannot attach to container " + id(), e);
        } finally {
            lock.unlock();
        }
    }

    void start(Caller caller) {
        lock.lock();
        try {
            refuseIfGone();
            if (state instanceof ContainerState.Running) {
                throw new EngineException.NotModified("Container already started");
            }
            if (end.isDone()) {
                end = new CompletableFuture<>();
            }
            launch(caller);
        } finally {
            lock.unlock();
        }
    }

    private void launch(Caller caller) {
        if (current.isOpen()) { // what comes after the last end has not been done yet
            current.close();
            remains().clearAway();
        }
        Run next = new Run(this);
        Optional<Spare> made = Optional.ofNullable(spare);
        spare = null;
        try (Fd folder = openFolder();
                Fd runFolder = ContainerFolder.make(parts.places().runs(), id())) {
            ContainerFolder.forgetExit(folder);
            record.starting(folder);
            current.begin(next);
            news.starting();
            Starter.Launched launch = new Starter(parts, record.now(), caller, made)
                    .start(new Starter.Folders(folder, runFolder), new SpecMaker(parts, index), client.take(), next);
            current.launched(launch);
        } catch (EngineException e) {
            failed(next, e);
            throw e;
        } catch (IOException | RuntimeException e) {
            EngineException failure = new EngineException.SystemError("cannot start container " + id(), e);
            failed(next, failure);
            throw failure;
        }
    }

    /** A start, planned and not made. */
    Draft draft(Caller caller) {
        SpecMaker maker = new SpecMaker(parts, index);
        lock.lock();
        try (Fd folder = openFolder();
                Preparation preparation = new Preparation(parts, record.now(), caller)) {
            refuseIfGone();
            if (!(state instanceof ContainerState.Running)) {
                maker.writeNetworkFiles(record.now(), folder, Optional.empty());
            }
            return preparation.draft(maker, Optional.empty());
        } catch (IOException e) {
            throw new EngineException.SystemError("cannot plan container " + id(), e);
        } finally {
            lock.unlock();
        }
    }

    /** As before, with the reason noted; a container that is removed at its end has had it. */
    private void failed(Run failed, EngineException reason) {
        failed.close();
        current.close();
        client.close();
        int code = reason instanceof EngineException.StartFailure start ? start.exitCode() : 128;
        remains().clearAway();
        if (record().autoRemove()) {
            vanish();
            remains().remove(true);
            return;
        }
        record.failed(code, String.valueOf(reason.getMessage()));
    }

    @Override
    public void running(Run.Started process) {
        state = new ContainerState.Running(process.pid(), process.at());
        news.running();
    }

    @Override
    public void ended(Exit exit) {
        state = new ContainerState.Stopped(exit.code(), exit.oomKilled(), exit.startedAt(), exit.finishedAt());
        news.ended(exit);
        if (record().autoRemove()) {
            vanish();
        }
        end.complete(exit.code());
        parts.later(this::afterEnd);
    }

    @Override
    public void abandoned(Run.Started process) {
        parts.later(() -> {
            lock.lock();
            try (Fd folder = openFolder()) {
                ended(takeover().recoverEnd(folder, process.at()));
            } catch (IOException e) {
                LOG.log(Level.WARNING, "cannot find out how container " + id() + " ended", e);
            } finally {
                lock.unlock();
            }
        });
    }

    /**
     * Takes over what an earlier engine left.
     *
     * @return false when it was to be removed at its end, and has ended
     */
    boolean resume(Fd folder) throws IOException {
        Takeover takeover = takeover();
        if (!takeover.wasStarted() || takeover.reconnect(this)) {
            return true;
        }
        boolean removed = record().autoRemove();
        ended(takeover.recoverEnd(folder, record().created()));
        return !removed;
    }

    private Takeover takeover() {
        return new Takeover(parts, record, current);
    }

    private void afterEnd() {
        lock.lock();
        try {
            if (state instanceof ContainerState.Running) {
                return; // started again meanwhile
            }
            current.close();
            remains().clearAway();
            if (gone) {
                remains().remove(true);
                return;
            }
            if (state instanceof ContainerState.Stopped(int code, boolean oom, Instant from, Instant to)) {
                record.save(record().ended(new ContainerRecord.End(code, oom, from, to)));
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot note the end of container " + id(), e);
        } finally {
            lock.unlock();
        }
    }

    private Remains remains() {
        return new Remains(parts, record());
    }

    void remove(boolean volumes) {
        lock.lock();
        try {
            refuseIfGone();
            if (state instanceof ContainerState.Running) {
                throw new EngineException.Conflict("You cannot remove a running container " + id()
                        + ". Stop the container before attempting removal or force remove");
            }
            vanish();
            client.close();
            parts.later(() -> {
                lock.lock();
                try {
                    remains().clearAway();
                    remains().remove(volumes);
                } finally {
                    lock.unlock();
                }
            });
        } finally {
            lock.unlock();
        }
    }

    private void vanish() {
        gone = true;
        index.forget(this);
        news.tell(Action.DESTROY);
    }

    void resize(int rows, int columns) {
        try {
            if (!(state instanceof ContainerState.Running) || !current.resize(rows, columns)) {
                throw new EngineException.Conflict("Container " + id() + " is not running");
            }
            news.tell(Action.RESIZE, Map.of("height", String.valueOf(rows), "width", String.valueOf(columns)));
        } catch (IOException e) {
            throw new EngineException.SystemError("cannot resize the terminal of container " + id(), e);
        }
    }

    Exec exec(ExecConfig config) {
        if (!(state instanceof ContainerState.Running)) {
            throw new EngineException.Conflict("Container " + id() + " is not running");
        }
        return execs.make(config, new ExecSupport(parts, this, new SpecMaker(parts, index)));
    }

    Inspection inspect() {
        return new Inspector(parts).inspect(record(), state, execs.running());
    }

    private void refuseIfGone() {
        if (gone) {
            throw new EngineException.NotFound("No such container: " + id());
        }
    }
}
