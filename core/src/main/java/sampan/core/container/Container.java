package sampan.core.container;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import sampan.core.caller.Caller;
import sampan.core.caller.HostFiles;
import sampan.core.config.ContainerConfig;
import sampan.core.config.HostConfig;
import sampan.core.config.NetworkLimit;
import sampan.core.config.Resources;
import sampan.core.config.RestartPolicy;
import sampan.core.container.root.ContainerVolumes;
import sampan.core.container.start.Parts;
import sampan.core.container.start.SpecMaker;
import sampan.core.container.state.ContainerRecord;
import sampan.core.container.state.ContainerState;
import sampan.core.container.state.Draft;
import sampan.core.container.state.Inspection;
import sampan.core.error.EngineException;
import sampan.core.event.Action;
import sampan.core.exec.Exec;
import sampan.core.exec.ExecConfig;
import sampan.core.health.Health;
import sampan.core.health.HealthRules;
import sampan.core.log.LogAttributes;
import sampan.core.log.LogOptions;
import sampan.core.log.LogSink;
import sampan.core.log.remote.Destination;
import sampan.core.monitor.Interest;
import sampan.core.network.PortChange;
import sampan.core.network.endpoint.EndpointSettings;
import sampan.core.network.explain.Subject;
import sampan.core.network.port.BoundPort;
import sampan.core.network.port.PortText;
import sampan.core.policy.Access;
import sampan.core.policy.HarmlessRequest;
import sampan.core.snapshot.ContainerTrees;
import sampan.core.stats.Meter;
import sampan.core.stats.Metered;
import sampan.core.top.ProcessList;
import sampan.kernel.Fd;
import sampan.oci.layer.TreeRules;

/** A container. Safe for use by several threads. */
public final class Container implements Metered {
    private final Parts parts;
    private final Life life;
    private final Life.Index index;
    private final Ending ending;
    private final Access access;

    Container(Parts parts, Life.Index index, Life life, Access access) {
        this.parts = parts;
        this.access = access;
        this.index = index;
        this.life = life;
        this.ending = new Ending(parts, life);
    }

    /** 64 hexadecimal digits. */
    @Override
    public String id() {
        return life.id();
    }

    /** Without Docker's leading slash. */
    public String name() {
        return life.record().name();
    }

    public Instant created() {
        return life.record().created();
    }

    /** The image's id; what was asked for is in {@link #config}. */
    public String image() {
        return life.record().image();
    }

    /** As merged with the image's. */
    public ContainerConfig config() {
        return life.record().config();
    }

    /** With the engine's defaults filled in. */
    public HostConfig hostConfig() {
        return life.record().hostConfig();
    }

    /** What is mounted into it because somebody asked for it. */
    public List<Inspection.MountPoint> mounts() {
        return Inspector.mounts(life.record());
    }

    public ContainerState state() {
        return life.state();
    }

    /** What is kept of it: another object whenever something of it is another. */
    public ContainerRecord record() {
        return life.record();
    }

    @Override
    public OptionalInt pid() {
        return state() instanceof ContainerState.Running running ? OptionalInt.of(running.pid()) : OptionalInt.empty();
    }

    /**
     * Its processes as ps shows them on the host; Conflict when it does not run.
     *
     * @param options of ps; empty: {@code -ef}
     */
    public ProcessList top(String options) throws InterruptedException {
        return new Processes(life).list(options);
    }

    @Override
    public Meter meter() throws IOException {
        return life.meter();
    }

    /**
     * A connected stream of the container's monitor (wire.h, part 2). Asked for before {@link #start} it misses nothing; of a running container it begins
     * now. The caller of this method closes it.
     */
    public Fd attach(Set<Interest> streams) {
        return new Streams(parts, life).attach(Interest.bits(streams));
    }

    /** Returns when the program runs; a StartFailure carries Docker's exit code and the container is as before. */
    public void start(Caller caller) {
        life.start(caller);
    }

    /** Waits for the end of the process and returns its exit code; a container that is removed at its end is gone by then. */
    public int await() throws InterruptedException {
        try {
            return life.end().get();
        } catch (ExecutionException e) {
            throw new EngineException.SystemError("cannot wait for container " + id(), e.getCause());
        }
    }

    /** As {@link #await()}, but empty when it has not ended after this time. */
    public Optional<Integer> await(Duration patience) throws InterruptedException {
        return Ending.within(life.end(), patience) ? Optional.of(await()) : Optional.empty();
    }

    /** Completed with the exit code of whichever process of it ends next, also when none runs now. */
    public CompletableFuture<Integer> nextEnd() {
        return life.current().nextEnd();
    }

    /** Completed with its last exit code when it is removed, by whomever. */
    public CompletableFuture<Integer> removal() {
        return life.removing().removal();
    }

    /** Sends its stop signal, waits, and kills what is left. Empty: the container's own signal and time. A negative time waits for ever. */
    public void stop(Optional<String> signal, Optional<Duration> timeout) throws InterruptedException {
        ending.stop(signal, timeout);
        if (!ContainerVolumes.volumes(life.record()).isEmpty()) {
            // Told of before the stop, as Docker does: else that is for later.
            life.quietly(
                    record -> {
                        if (!life.isRunning()) {
                            parts.volumes().leave(record.now());
                        }
                    },
                    "cannot give up the volumes of a container");
        }
        tell(Action.STOP);
    }

    /** Stops it, if it runs, and starts it; one that is to be removed at its end stays. */
    public void restart(Optional<String> signal, Optional<Duration> timeout, Caller caller)
            throws InterruptedException {
        life.removing().keep(true);
        try {
            stop(signal, timeout);
        } catch (EngineException.NotModified _) {
            // it had ended, perhaps by itself and just now
        } finally {
            life.removing().keep(false);
        }
        life.start(caller);
        tell(Action.RESTART);
    }

    /** To the journal, as an event of this container. */
    public void tell(Action action) {
        life.news().tell(action);
    }

    /** Sends a signal, by name (with or without SIG) or number, to the container's first process. */
    public void kill(String signal) {
        ending.kill(signal);
    }

    /** All its processes stand still until {@link #unpause}. */
    public void pause() {
        new Freezer(parts, life).pause();
    }

    public void unpause() {
        new Freezer(parts, life).unpause();
    }

    /**
     * Other limits, now and later.
     *
     * @param changes zero, empty and null stay as they are
     * @param policy empty: stays as it is
     * @return what the user should know
     */
    public List<String> update(Resources changes, Optional<RestartPolicy> policy) {
        new HarmlessRequest(access.rights()).check(changes);
        return new Updating(parts, life).to(changes, policy);
    }

    /** Gives it another name, with or without Docker's leading slash. */
    public void rename(String name) {
        new Renaming(life, index).to(name);
        parts.containerNetworks().renamed(life.record(), parts.places().runPath());
    }

    /** InvalidArgument for no signal's name or number, whichever container it is for. */
    public static void checkSignal(String signal) {
        Ending.parse(signal);
    }

    /** The size of its terminal. */
    public void resize(int rows, int columns) {
        new Streams(parts, life).resize(rows, columns);
    }

    /** Removes a container that has ended. */
    public void remove() {
        remove(false, false);
    }

    /**
     * Removes it.
     *
     * @param force kill it first
     * @param volumes remove its anonymous volumes too
     */
    public void remove(boolean force, boolean volumes) {
        if (!force || !state().isUp()) {
            life.remove(volumes);
            return;
        }
        life.removing().expect(true);
        try {
            ending.killAndWait();
            life.remove(volumes);
        } finally {
            life.removing().expect(false);
        }
    }

    /** What is known of its health; empty when nothing is checked. */
    public Optional<Health> health() {
        return Optional.ofNullable(life.health().health());
    }

    /** Bytes of its image's files; 0 when the image is gone. */
    public long imageSize() {
        return parts.roots().imageSize(image());
    }

    /** Whether something is to be done for it, now or at its end, that its monitor cannot do. */
    public boolean needsEngine() {
        return state().isUp()
                && (hostConfig().lifecycle().autoRemove()
                        || hostConfig().lifecycle().restartPolicy().restarts()
                        || parts.networks().resolvers().serves(id())
                        || HealthRules.of(config()).isPresent()
                        || Destination.isRemote(
                                hostConfig().lifecycle().logConfig().type()));
    }

    /** Bytes of the files that are its own, and not its image's. */
    public long diskUsage() {
        return parts.roots().usage(id());
    }

    /** Prepares a further process in it. */
    public Exec exec(ExecConfig config) {
        access.rights().check(config);
        return life.execs().make(config, life, new ExecSupport(parts, life, new SpecMaker(parts, index)));
    }

    /** Its ports as {@code ps} shows them; empty when it does not run. */
    public String ports() {
        return state().isUp()
                ? PortText.of(boundPorts(), config().exposedPorts().keySet())
                : "";
    }

    /** What is published of it now. */
    public List<BoundPort> boundPorts() {
        return parts.containerNetworks().attachment(life.record()).ports();
    }

    /** The networks it is on, or will be on when it runs, by name. */
    public List<String> networks() {
        return parts.containerNetworks().names(life.record());
    }

    /** What it has on each network, by their names. */
    public Map<String, EndpointSettings> endpoints() {
        return parts.containerNetworks().settings(life.record(), life.state());
    }

    /** What {@code network explain} looks at; Conflict when it does not run. */
    public Subject onNetworks() throws IOException {
        int first = pid().orElseThrow(() -> new EngineException.Conflict("container " + name() + " is not running"));
        return new Subject(name(), first, life.pids(), parts.containerNetworks().attachment(life.record()));
    }

    /** On one network more, now and later. */
    public void connect(String network, EndpointSettings settings) {
        new HarmlessRequest(access.rights())
                .check(parts.networks().find(network).name(), settings);
        new Connecting(parts, life).connect(network, settings);
    }

    /** What happens from now on when its health check fails: {@code restart}, {@code stop}, {@code kill}, or {@code none}. */
    public void onUnhealthy(String action) {
        new Unhealthy(parts, life).change(action);
    }

    /** As {@link NetworkUpdate#with}. */
    public List<String> update(PortChange ports, Optional<NetworkLimit> limit, Supplier<List<String>> rest) {
        new HarmlessRequest(access.rights()).check(ports);
        return new NetworkUpdate(parts, life).with(ports, limit, rest);
    }

    /** On one network less. */
    public void disconnect(String network, boolean force) {
        new Connecting(parts, life).disconnect(network, force);
    }

    /** Its files, whether it runs or not; for {@code sampan.core.files}. A container in which nothing runs is not started or removed meanwhile. */
    public <T> T withFiles(HostFiles host, FilesUse<T> use) throws IOException {
        return new FilesView(parts, life).use(host, use);
    }

    /** Its files and its image's, without what is mounted there; for the caller to close. */
    public ContainerTrees trees() {
        return parts.roots().trees(life.record());
    }

    /** Who its process runs as, unless that is root by default; looked up in its own passwd and group files. */
    public Optional<TreeRules.Owner> owner() throws IOException {
        return new FilesView(parts, life).owner();
    }

    /** Publishes what was done to it that changes nothing of its life. */
    public void tell(Action action, Map<String, String> attributes) {
        life.news().tell(action, attributes);
    }

    /** Hands its log to the sink; with {@code follow}, until the container has ended. */
    public void logs(LogOptions options, LogSink sink) {
        new LogView(life).read(options, sink);
    }

    /** What {@code logs --details} shows before each line. */
    public String logAttributes() {
        return LogAttributes.text(life.forwarding().attributes());
    }

    /** Copies all its output, from the first byte until it ends. */
    public void copyOutput(OutputStream out) {
        logs(LogOptions.ALL.following(), entry -> out.write(entry.bytes()));
    }

    /** How it would be started, system call by system call; nothing is made. For {@code explain}. */
    public Draft draft(Caller caller) {
        return new Sketch(parts, index).draft(life, caller);
    }

    /** What {@code docker inspect} shows. */
    public Inspection inspect() {
        return life.inspect();
    }
}
