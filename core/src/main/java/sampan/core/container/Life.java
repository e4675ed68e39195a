package sampan.core.container;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import sampan.core.caller.Caller;
import sampan.core.container.start.Parts;
import sampan.core.container.start.Spare;
import sampan.core.container.start.SpecMaker;
import sampan.core.container.start.Starter;
import sampan.core.container.state.ContainerRecord;
import sampan.core.container.state.ContainerState;
import sampan.core.container.state.Inspection;
import sampan.core.container.state.Peers;
import sampan.core.error.EngineException;
import sampan.core.event.Action;
import sampan.core.health.HealthMonitor;
import sampan.core.launch.WaitingClient;
import sampan.core.policy.Access;
import sampan.core.stats.Meter;
import sampan.kernel.Fd;
import sampan.kernel.process.Signal;

/**
 * One container from its making to its removal: its state, and who may change it. How it starts, what is heard of its process and how it goes are classes of
 * their own. Whoever changes it takes its turn; what the monitor tells never waits for that and changes only the state.
 */
final class Life {
    private final Parts parts;
    private final Turn turn;
    private final RecordFile record;
    private final CurrentRun current = new CurrentRun();
    private final AtomicReference<ContainerState> state;
    private final WaitingClient client = new WaitingClient();
    private final Execs execs = new Execs();
    private final News news;
    private final HealthMonitor health;
    private final Starting starting;
    private final Watching watching;
    private final Restarts restarts;
    private final Removing removing;
    private final Forwarding forwarding;

    Life(Parts parts, Index index, ContainerRecord record) {
        this.parts = parts;
        this.turn = new Turn(record.id());
        this.record = new RecordFile(parts, record);
        this.state = new AtomicReference<>(record.atRest());
        this.news = new News(parts.events(), this::record);
        SpecMaker maker = new SpecMaker(parts, index);
        HealthProbe probe = new HealthProbe(execs, this, new ExecSupport(parts, this, maker), parts.timings());
        this.health = new HealthMonitor(probe, status -> {
            news.tell(Action.healthStatus(status));
            new Unhealthy(parts, this).look(status, new Container(parts, index, this, Access.ALL));
        });
        this.starting = new Starting(parts, this, maker, new Relinking(parts, index));
        this.watching = new Watching(parts, this);
        this.restarts = new Restarts(this, starting::again, record.restarted().byHand());
        this.removing = new Removing(parts, this, index);
        this.forwarding = new Forwarding(this);
        record.end()
                .filter(_ -> state() instanceof ContainerState.Stopped)
                .ifPresent(last -> current.ended(last.code()));
    }

    /** What a container needs of all the others. */
    interface Index extends Peers {
        /** It is found by this name too from now on; Conflict when another has it. */
        void take(String name, Life life);

        /** It is not called so any more. */
        void free(String name, Life life);

        /** From now on nobody finds it; its name is free. */
        void forget(Life life);

        Stream<Life> all();
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

    /** What the kernel has done, whoever wanted what. */
    void become(ContainerState next) {
        state.set(next);
    }

    /** False when it is in another state by now: its monitor may have told of its end. */
    boolean changes(ContainerState from, ContainerState to) {
        return state.compareAndSet(from, to);
    }

    boolean isRunning() {
        return state() instanceof ContainerState.Running;
    }

    /** As others see it that join it. */
    Peers.Peer asPeer() {
        OptionalInt pid = state() instanceof ContainerState.Running(int first, var _, var _)
                ? OptionalInt.of(first)
                : OptionalInt.empty();
        return new Peers.Peer(id(), pid, record());
    }

    boolean isGone() {
        return removing.isGone();
    }

    /** Of the process it has, or had last. */
    CompletableFuture<Integer> end() {
        return current.end();
    }

    /** The engine closes. */
    void rest() {
        restarts.close();
        health.stop();
        forwarding.close();
    }

    Forwarding forwarding() {
        return forwarding;
    }

    HealthMonitor health() {
        return health;
    }

    News news() {
        return news;
    }

    Restarts restarts() {
        return restarts;
    }

    Removing removing() {
        return removing;
    }

    Watching watching() {
        return watching;
    }

    Execs execs() {
        return execs;
    }

    WaitingClient client() {
        return client;
    }

    CurrentRun current() {
        return current;
    }

    Optional<Starter.Launched> launched() {
        return current.launched();
    }

    Fd openFolder() throws IOException {
        return record.openFolder();
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

    /** It was made of this: some of its first start is done. */
    void madeOf(Spare ready) {
        starting.madeOf(ready);
    }

    void start(Caller caller) {
        starting.byHand(caller);
    }

    /** @return false when it was to be removed at its end, and has ended */
    boolean resume(Fd folder) throws IOException {
        return watching.resume(record, folder);
    }

    void remove(boolean volumes) {
        removing.byHand(volumes);
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
            if (isGone()) {
                throw new EngineException.NotFound("No such container: " + id());
            }
            return look.make(record);
        });
    }

    /** For what nobody waits for, also of a container that is gone: a failure goes to the engine's log. */
    void quietly(Change change, String failure) {
        turn.takeQuietly(() -> change.make(record), failure);
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
}
