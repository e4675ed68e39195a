package sampan.core.container;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import sampan.core.caller.Caller;
import sampan.core.error.EngineException;
import sampan.core.event.Action;
import sampan.core.health.HealthMonitor;
import sampan.core.launch.Run;
import sampan.core.launch.WaitingClient;
import sampan.core.monitor.Exit;
import sampan.core.stats.Meter;
import sampan.kernel.Fd;
import sampan.kernel.process.Signal;

/** What happens to one container. Whoever changes it holds its lock; what the monitor tells never waits for that lock and changes only the state. */
final class Life implements Run.Observer {
    private final Parts parts;
    private final Index index;
    private final Turn turn;
    private final RecordFile record;
    private final CurrentRun current = new CurrentRun();
    private final AtomicReference<ContainerState> state;
    private final Restarts restarts;
    private volatile boolean kept;
    private volatile CompletableFuture<Integer> end = new CompletableFuture<>();
    private volatile boolean gone;
    private final WaitingClient client = new WaitingClient();
    private @Nullable Spare spare;
    private final Execs execs = new Execs();
    private final News news;
    private final HealthMonitor health;

    Life(Parts parts, Index index, ContainerRecord record) {
        this.parts = parts;
        this.index = index;
        this.turn = new Turn(record.id());
        this.record = new RecordFile(parts, record);
        this.state = new AtomicReference<>(record.atRest());
        this.restarts = new Restarts(this, record.restarted().byHand());
        this.news = new News(parts.events(), this::record);
        this.health = new HealthMonitor(
                new HealthProbe(execs, this, new ExecSupport(parts, this, new SpecMaker(parts, index))),
                status -> news.tell(Action.healthStatus(status)));
        record.end()
                .filter(_ -> state() instanceof ContainerState.Stopped)
                .ifPresent(last -> end.complete(last.code()));
    }

    /** It was made of this: some of its first start is done. */
    void madeOf(Spare ready) {
        spare = ready;
    }

    /** What a container needs of all the others. */
    interface Index extends Joining.Peers {
        /** It is found by this name too from now on; Conflict when another has it. */
        void take(String name, Life life);

        /** It is not called so any more. */
        void free(String name, Life life);

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
        return state.get();
    }

    /** False when it is in another state by now: its monitor may have told of its end. */
    boolean changes(ContainerState from, ContainerState to) {
        return state.compareAndSet(from, to);
    }

    boolean isRunning() {
        return state() instanceof ContainerState.Running;
    }

    /** As others see it that join it. */
    Joining.Peer asPeer() {
        OptionalInt pid = state() instanceof ContainerState.Running(int first, var _, var _)
                ? OptionalInt.of(first)
                : OptionalInt.empty();
        return new Joining.Peer(id(), pid, record().hostConfig().namespaces().ipcMode());
    }

    boolean isGone() {
        return gone;
    }

    CompletableFuture<Integer> end() {
        return end;
    }

    /** The engine closes. */
    void rest() {
        restarts.close();
        health.stop();
    }

    HealthMonitor health() {
        return health;
    }

    News news() {
        return news;
    }

    /** False when nothing runs. */
    boolean signal(Signal signal) throws IOException {
        if (!isRunning() || !current.isOpen()) {
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

    Restarts restarts() {
        return restarts;
    }

    Execs execs() {
        return execs;
    }

    Fd openFolder() throws IOException {
        return record.openFolder();
    }

    WaitingClient client() {
        return client;
    }

    CurrentRun current() {
        return current;
    }

    void start(Caller caller) {
        exclusively(_ -> {
            if (state().isPaused()) {
                throw new EngineException.Conflict("cannot start a paused container, try unpause instead");
            }
            if (state().isUp()) {
                throw new EngineException.NotModified("Container already started");
            }
            restarts.reset();
            record.note(ContainerRecord.Restarted.NEVER);
            launch(caller);
        });
    }

    private void launch(Caller caller) {
        if (end.isDone()) {
            end = new CompletableFuture<>();
        }
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
        state.updateAndGet(before -> before instanceof ContainerState.Restarting waited ? waited.stopped() : before);
    }

    @Override
    public void running(Run.Started process) {
        state.set(new ContainerState.Running(process.pid(), process.at()));
        news.running();
        health.start(record().config(), process.at());
    }

    @Override
    public void ended(Exit exit) {
        health.stop();
        Optional<Duration> again = restarts.after(exit);
        state.set(
                again.isPresent()
                        ? new ContainerState.Restarting(
                                exit.code(), exit.oomKilled(), exit.startedAt(), exit.finishedAt())
                        : new ContainerState.Stopped(
                                exit.code(), exit.oomKilled(), exit.startedAt(), exit.finishedAt()));
        news.ended(exit);
        if (record().autoRemove() && !kept) {
            vanish();
        }
        end.complete(exit.code());
        parts.later(() -> turn.takeQuietly(() -> afterEnd(again), "cannot note the end of a container"));
    }

    @Override
    public void abandoned(Run.Started process) {
        parts.later(() -> turn.takeQuietly(
                () -> {
                    try (Fd folder = openFolder()) {
                        ended(takeover().recoverEnd(folder, process.at()));
                    }
                },
                "cannot find out how a container ended"));
    }

    /**
     * Takes over what an earlier engine left.
     *
     * @return false when it was to be removed at its end, and has ended
     */
    boolean resume(Fd folder) throws IOException {
        Takeover takeover = takeover();
        if (!takeover.wasStarted()) {
            takeover.pending().ifPresent(last -> {
                state.set(last);
                restarts.later(Duration.ofMillis(100), this::startAgain);
            });
            return true;
        }
        end = new CompletableFuture<>(); // an earlier run's is done; of this one nobody knows yet
        if (takeover.reconnect(this)) {
            new Freezer(parts, this).look();
            return true;
        }
        boolean removed = record().autoRemove();
        ended(takeover.recoverEnd(folder, record().created()));
        return !removed;
    }

    private Takeover takeover() {
        return new Takeover(parts, record, current);
    }

    private void afterEnd(Optional<Duration> again) throws IOException {
        if (isRunning()) {
            return; // started again meanwhile
        }
        current.close();
        remains().clearAway();
        if (gone) {
            remains().remove(true);
            return;
        }
        switch (state()) {
            case ContainerState.Stopped(int code, boolean oom, Instant from, Instant to) ->
                record.ended(new ContainerRecord.End(code, oom, from, to), restarts.called());
            case ContainerState.Restarting(int code, boolean oom, Instant from, Instant to) -> {
                ContainerRecord.Restarted past = record().restarted();
                record.ended(new ContainerRecord.End(code, oom, from, to), past.oneMore());
                restarts.later(again.orElse(Duration.ZERO), this::startAgain);
            }
            case ContainerState.Created _, ContainerState.Running _ -> {}
        }
    }

    private void startAgain() {
        turn.takeQuietly(
                () -> {
                    if (!gone && state() instanceof ContainerState.Restarting) {
                        launch(Caller.local());
                    }
                },
                "cannot start a container again");
    }

    /** Whether it stays at its end although it was to be removed then: it is being started again. */
    void keep(boolean whileRestarted) {
        kept = whileRestarted;
    }

    /** Does it while nobody else changes this container. */
    void exclusively(Change change) {
        look(kept -> {
            change.make(kept);
            return change;
        });
    }

    /** As {@link #exclusively}, with an answer. */
    <T> T look(Look<T> look) {
        return turn.take(() -> {
            refuseIfGone();
            return look.make(record);
        });
    }

    /** Something done to a container. */
    @FunctionalInterface
    interface Change {
        void make(RecordFile record) throws IOException;
    }

    /** Something done to a container that has an answer. */
    @FunctionalInterface
    interface Look<T> {
        T make(RecordFile record) throws IOException;
    }

    private Remains remains() {
        return new Remains(parts, record());
    }

    void remove(boolean volumes) {
        exclusively(_ -> {
            if (state().isUp()) {
                throw new EngineException.Conflict("You cannot remove a " + state().status() + " container " + id()
                        + (state().isPaused() ? ". Unpause and then stop" : ". Stop")
                        + " the container before attempting removal or force remove");
            }
            vanish();
            client.close();
            parts.later(() -> turn.takeQuietly(
                    () -> {
                        remains().clearAway();
                        remains().remove(volumes);
                    },
                    "cannot remove what is left"));
        });
    }

    private void vanish() {
        gone = true;
        index.forget(this);
        news.tell(Action.DESTROY);
    }

    Meter meter() throws IOException {
        return parts.cgroups().meter(record(), state());
    }

    /** Of its processes, as the host numbers them. */
    Set<Integer> pids() throws IOException {
        return parts.cgroups().pids(record());
    }

    Inspection inspect() {
        return new Inspector(parts).inspect(this, health.health());
    }

    private void refuseIfGone() {
        if (gone) {
            throw new EngineException.NotFound("No such container: " + id());
        }
    }
}
