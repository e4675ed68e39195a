package sampan.daemon;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import sampan.api.ApiServer;
import sampan.api.Doors;
import sampan.api.InheritedSockets;
import sampan.api.authorization.Plugin;
import sampan.api.metrics.MetricsServer;
import sampan.cli.Cli;
import sampan.cli.admission.Admission;
import sampan.cli.context.ContextProgram;
import sampan.cli.flag.Flag;
import sampan.cli.flag.HelpText;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.ParsedFlags;
import sampan.cli.flag.UsageError;
import sampan.cli.front.FrontAccess;
import sampan.cli.front.FrontServer;
import sampan.cli.front.Group;
import sampan.core.DataRoot;
import sampan.core.Engine;
import sampan.core.EngineOptions;
import sampan.core.audit.AuditLog;
import sampan.core.error.EngineException;
import sampan.daemon.hook.EventHook;
import sampan.daemon.hook.EventHooks;
import sampan.kernel.Fd;
import sampan.kernel.file.Chmod;
import sampan.kernel.file.Open;
import sampan.kernel.process.Credentials;
import sampan.kernel.socket.Datagram;
import sampan.kernel.socket.UnixSocket;

/** An engine that takes commands until it is told to end, or until nothing needs it. */
public final class Daemon implements AutoCloseable {
    private static final String SEE_HELP = "\nSee 'sampan daemon --help'.";
    private static final int WIDTH = 80;
    private static final int BAD_USAGE = 125;
    private static final Path GROUPS = Path.of("/etc/group");
    private static final Path OOM_SCORE = Path.of("/proc/self/oom_score_adj");
    /** An engine on demand may still be ending when its successor starts. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration STEP = Duration.ofMillis(10);
    /** For whoever came at the last moment. */
    private static final Duration LAST_COMMAND = Duration.ofDays(1);
    /** In this time those who already wait for an engine hear that it could not open. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final Engine engine;
    private final FrontServer server;
    private final ApiServer api;
    private final Departure departure;
    private final DaemonOptions options;
    /** What tells others of the engine. */
    private final List<Closeable> tellers = new CopyOnWriteArrayList<>();

    /** Null until there are any. */
    private @Nullable EventHooks hooks;

    private final Optional<PidFile> pidfile;
    private Doors doors = Doors.open();

    private Daemon(Engine engine, FrontServer server, ApiServer api, Departure departure, DaemonOptions options)
            throws IOException {
        this.engine = engine;
        this.server = server;
        this.api = api;
        this.departure = departure;
        this.options = options;
        this.pidfile = options.pidfile().isPresent()
                ? Optional.of(PidFile.write(options.pidfile().get()))
                : Optional.empty();
    }

    public static void main(String[] words) {
        int status;
        if (words.length > 0 && words[0].equals("context")) {
            status = new ContextProgram(System.getenv(), System.in, System.out, System.err)
                    .run(List.of(words).subList(1, words.length));
        } else {
            status = run(words, System.out, System.err);
        }
        System.out.flush();
        System.err.flush();
        // Not exit: that would first make a logger to tell of it.
        Runtime.getRuntime().halt(status);
    }

    private static int run(String[] words, PrintStream out, PrintStream err) {
        if (words.length > 0 && words[0].equals(OwnEngine.WORD)) {
            return OwnEngine.serve();
        }
        Rehearsal.start();
        try {
            ParsedFlags flags = DaemonFlags.parse(List.of(words));
            if (flags.helpAsked()) {
                out.print(HelpText.of(DaemonFlags.usage(), "sampan", WIDTH));
                return 0;
            }
            if (flags.on(DaemonFlags.VERSION)) {
                out.print(Cli.version());
                return 0;
            }
            check(flags);
            DaemonOptions options = DaemonOptions.of(new Settings(flags, ConfigFile.read(flags)));
            if (flags.on(DaemonFlags.VALIDATE)) {
                options.guard().read(options.served());
                out.println("configuration OK");
                return 0;
            }
            serve(options, flags);
            return 0;
        } catch (UsageError wrong) {
            err.println(wrong.getMessage() + SEE_HELP);
            return BAD_USAGE;
        } catch (InvalidValue | EngineException | IOException failed) {
            err.println("sampan: " + failed.getMessage());
            return 1;
        } catch (InterruptedException interrupted) {
            return 1;
        }
    }

    private static void check(ParsedFlags flags) throws UsageError {
        if (!flags.operands().isEmpty()) {
            throw new UsageError("\"sampan daemon\" accepts no argument(s).");
        }
        Optional<Flag<?>> refused = flags.refused();
        if (refused.isPresent()) {
            Flag<?> flag = refused.get();
            throw new UsageError(flag.refusal().orElseThrow().sentence(flag.name()));
        }
    }

    private static void serve(DaemonOptions options, ParsedFlags flags) throws IOException, InterruptedException {
        options.logging().begin();
        if (!options.engine().settings().authorization().isEmpty()) {
            Plugin.check(options.engine().settings().authorization());
        }
        if (options.oomScore().isPresent()) {
            Files.writeString(OOM_SCORE, Long.toString(options.oomScore().getAsLong()));
        }
        CompletableFuture<Daemon> opened = new CompletableFuture<>();
        // Before the first command is answered: who is told to end then ends cleanly, too.
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(new End(opened)));
        Optional<Runnable> reload =
                options.idle().isEmpty() ? Optional.of(new Reload(flags, opened)) : Optional.empty();
        Daemon daemon = start(options, reload);
        opened.complete(daemon);
        notifyManager(System.getenv().getOrDefault("NOTIFY_SOCKET", ""));
        if (options.idle().isEmpty()) {
            new CountDownLatch(1).await();
        }
        daemon.departure.allow(() -> daemon.api.idleNanos() > 0);
        new IdleExit(
                        daemon::idleNanos,
                        daemon.engine,
                        daemon.departure,
                        options.idle().orElseThrow())
                .await();
        daemon.server.close();
        daemon.server.awaitIdle(LAST_COMMAND);
        daemon.end();
    }

    /** What a signal asks for. A class and no lambda: the JVM's first lambda takes longer than the first answer. */
    private record End(CompletableFuture<Daemon> opened) implements Runnable {
        @Override
        public void run() {
            opened.join().end();
        }
    }

    Engine engine() {
        return engine;
    }

    /** Reads the policy again; the sockets stay as they are. */
    void readPolicy() {
        doors.gate().change(options.guard().read(options.served()));
    }

    /** Others hear of events from now on. */
    synchronized void listen(List<EventHook> wanted) {
        if (hooks == null) {
            hooks = new EventHooks(engine.events(), engine.options().dataRoot());
            tellers.add(hooks);
        }
        hooks.change(wanted);
    }

    /** A service manager that waits for it hears that commands are taken and the API is served. (sd_notify(3)) */
    private static void notifyManager(String socket) {
        if (socket.isEmpty()) {
            return;
        }
        try {
            Datagram.send(socket, "READY=1".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException unheard) {
            logger().log(Level.WARNING, "the service manager does not hear: " + unheard.getMessage());
        }
    }

    /**
     * Everything there is, in the order in which one needs the other. The front's socket comes as soon as the data root is ours: commands that need no engine are
     * answered while it opens, the others wait for it.
     *
     * @param reload what SIGHUP asks for, which is heard before any of those is answered; empty: nothing
     */
    static Daemon start(DaemonOptions options, Optional<Runnable> reload) throws IOException, InterruptedException {
        if (options.pidfile().isPresent()) {
            PidFile.refuseWhenServed(options.pidfile().get());
        }
        makeExecRoot(options.engine().execRoot());
        StartLock starting = StartLock.hold(options.engine().execRoot());
        DataRoot root = take(options.engine());
        OptionalLong group = Group.id(GROUPS, options.group());
        Opening opening = new Opening();
        Doors doors = options.guard().doors(options.served());
        Admission admission = new Admission(doors.gate(), doors.log(), "unix://" + options.frontSocket());
        Departure departure = new Departure(
                System.getProperty("sampan.home", ""), options.engine().execRoot(), options.frontSocket());
        FrontServer server = listen(options, group, new Cli(opening, admission), departure);
        starting.close();
        // Not earlier: it takes a processor from the first answer.
        Optional<Thread> hangup = reload.isPresent() ? Optional.of(Hangup.listen(reload.get())) : Optional.empty();
        try {
            Engine engine = opening.open(root, hangup);
            ApiServer api = api(engine, options, group, doors);
            logger().log(
                            Level.INFO,
                            "engine {0} takes commands on {1}",
                            options.engine().dataRoot(),
                            options.frontSocket());
            Daemon daemon = new Daemon(engine, server, api, departure, options);
            daemon.doors = doors;
            daemon.tell(options.telling()); // before a client of the API can do what is to be told
            daemon.openApi(options.hosts());
            return daemon;
        } catch (EngineException failed) {
            departure.hide();
            server.close();
            server.awaitIdle(LAST_WORDS);
            throw failed;
        }
    }

    private static ApiServer api(Engine engine, DaemonOptions options, OptionalLong group, Doors doors) {
        return new ApiServer(
                engine,
                new ApiServer.Places(
                        options.hosts().addresses(),
                        group,
                        options.hosts().tls(),
                        InheritedSockets.of(
                                System.getenv(), ProcessHandle.current().pid()),
                        doors));
    }

    private static FrontServer listen(DaemonOptions options, OptionalLong group, Cli cli, Departure departure)
            throws IOException {
        UnixSocket.Access access =
                group.isPresent() ? UnixSocket.Access.group(group.getAsLong()) : UnixSocket.Access.owner();
        try (Fd listener = UnixSocket.listen(options.frontSocket(), UnixSocket.Type.SEQPACKET, access)) {
            FrontServer server = new FrontServer(listener, new FrontAccess(Credentials.uid(), group), cli, departure);
            server.start();
            return server;
        }
    }

    /** After the front's socket, so that nobody's first command waits for it. */
    private void openApi(DaemonOptions.Hosts hosts) throws IOException {
        try {
            api.open();
            logger().log(Level.INFO, "the Engine API is served on {0}", hosts.addresses());
        } catch (EngineException failed) {
            if (hosts.named()) {
                close();
                throw failed;
            }
            logger().log(Level.WARNING, "the Engine API is not served: " + failed.getMessage());
        }
    }

    private void tell(DaemonOptions.Telling telling) throws IOException {
        try {
            if (!telling.hooks().isEmpty()) {
                listen(telling.hooks());
            }
            if (telling.metrics().isPresent()) {
                tellers.add(MetricsServer.open(engine, telling.metrics().get()));
            }
        } catch (EngineException failed) {
            close();
            throw failed;
        }
    }

    private long idleNanos() {
        return Math.min(server.idleNanos(), api.idleNanos());
    }

    /** Others may pass through to the socket, which has a mode of its own, but not look around. */
    private static void makeExecRoot(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            try (Fd made = Open.directory(folder)) {
                Chmod.of(made, 0711);
            }
        }
    }

    private static DataRoot take(EngineOptions options) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return DataRoot.take(options);
            } catch (EngineException.Unavailable busy) {
                if (System.nanoTime() > end) {
                    throw busy;
                }
                Thread.sleep(STEP);
            }
        }
    }

    /** Once: a signal may come while an idle engine ends. The end that a signal asks for is no failure. */
    private synchronized void end() {
        try {
            if (!engine.settings().liveRestore()) {
                engine.stopAll(options.shutdown());
            }
        } catch (InterruptedException hurried) {
            logger().log(Level.WARNING, "containers were not all stopped");
        }
        try {
            close();
        } catch (IOException failed) {
            logger().log(Level.WARNING, "the engine did not end cleanly: " + failed.getMessage());
        }
        Runtime.getRuntime().halt(0);
    }

    /** Containers go on running. */
    @Override
    public void close() throws IOException {
        server.close();
        api.close();
        for (Closeable teller : tellers) {
            teller.close();
        }
        departure.hide();
        engine.close();
        doors.log().ifPresent(AuditLog::close);
        if (pidfile.isPresent()) {
            pidfile.get().close();
        }
    }

    /** Not a constant: the level must be set before the first logger is made. */
    private static Logger logger() {
        return System.getLogger(Daemon.class.getName());
    }
}
