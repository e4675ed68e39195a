package sampan.daemon;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import sampan.api.ApiAddress;
import sampan.api.ServerTls;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.core.EngineOptions;
import sampan.core.EngineOptions.CgroupDriver;
import sampan.core.StorageOptions;
import sampan.core.config.EngineSettings;
import sampan.core.image.Retention;
import sampan.core.network.definition.NetworkDefaults;
import sampan.daemon.hook.EventHook;
import tools.jackson.databind.JsonNode;

/**
 * How an engine is to run.
 *
 * @param group whose members may give commands
 * @param hosts where the Engine API is served
 * @param idle empty: stay until told to end
 * @param shutdown how long containers may take to stop when they do not go on without it
 * @param oomScore empty: as it is
 * @param guard what callers may do, and who hears of it
 */
record DaemonOptions(
        EngineOptions engine,
        String group,
        Logging logging,
        Optional<Path> pidfile,
        Hosts hosts,
        Optional<Duration> idle,
        Duration shutdown,
        OptionalLong oomScore,
        Telling telling,
        Guard guard) {
    private static final long USUAL_IDLE_SECONDS = 60;
    private static final long USUAL_SHUTDOWN_SECONDS = 15;
    private static final long MOST_OOM_SCORE = 1000;

    /** Who is told of events. */
    static List<EventHook> hooks(Settings settings) throws InvalidValue {
        Optional<JsonNode> part = settings.file().part("event-hooks");
        return part.isPresent() ? EventHook.parse(part.get()) : List.of();
    }

    /**
     * What the engine tells of itself.
     *
     * @param level debug, info, warn or error
     * @param json whether each line is an object
     */
    record Logging(String level, boolean json) {
        static Logging of(Settings settings) {
            String level = settings.value(DaemonFlags.LOG_LEVEL).orElse("info");
            return new Logging(
                    settings.on(DaemonFlags.DEBUG, false) ? "debug" : level,
                    !settings.plain()
                            && settings.value(DockerdFlags.LOG_FORMAT)
                                    .orElse("")
                                    .equals("json"));
        }

        /** Before the first logger is made. */
        void begin() {
            System.setProperty("tinylog.level", level);
            if (json) {
                System.setProperty("tinylog.writer", "sampan.daemon.log.JsonLines");
            }
        }
    }

    /**
     * Whom it tells what.
     *
     * @param metrics where Prometheus finds figures; empty: nowhere
     */
    record Telling(Optional<ApiAddress.Tcp> metrics, List<EventHook> hooks) {
        static Telling of(Settings settings) throws InvalidValue {
            List<EventHook> hooks = DaemonOptions.hooks(settings);
            Optional<String> address = settings.value(DaemonFlags.METRICS_ADDR);
            if (address.isEmpty()) {
                return new Telling(Optional.empty(), hooks);
            }
            if (ApiAddress.parse(address.get(), false) instanceof ApiAddress.Tcp port
                    && address.get().contains(":")) {
                return new Telling(Optional.of(port), hooks);
            }
            throw new InvalidValue("invalid --metrics-addr: " + address.get() + ": an address and a port are expected");
        }
    }

    /**
     * @param named whether somebody asked for them: then they must be had
     * @param tls of ports; empty: they are without
     */
    record Hosts(List<ApiAddress> addresses, boolean named, Optional<ServerTls> tls) {
        static Hosts of(Settings settings, Path execRoot) {
            Optional<ServerTls> tls = tls(settings);
            List<String> texts = settings.values(DaemonFlags.HOST);
            if (texts.isEmpty()) {
                return new Hosts(List.of(new ApiAddress.Unix(execRoot.resolve("sampan.sock"))), false, tls);
            }
            List<ApiAddress> addresses = new ArrayList<>();
            for (String text : texts) {
                addresses.add(
                        text.strip().isEmpty()
                                ? new ApiAddress.Unix(execRoot.resolve("sampan.sock"))
                                : ApiAddress.parse(text, tls.isPresent()));
            }
            return new Hosts(addresses, true, tls);
        }

        /** As with dockerd, any word about TLS but a no asks for it. */
        private static Optional<ServerTls> tls(Settings settings) {
            boolean verify = settings.on(DaemonFlags.TLS_VERIFY, false);
            if (!settings.on(DaemonFlags.TLS, verify)) {
                return Optional.empty();
            }
            return Optional.of(new ServerTls(
                    file(settings, DaemonFlags.TLS_CERT),
                    file(settings, DaemonFlags.TLS_KEY),
                    file(settings, DaemonFlags.TLS_CA),
                    verify));
        }

        private static Path file(Settings settings, Flag<String> flag) {
            return Path.of(settings.value(flag).orElse(flag.initial()));
        }
    }

    static DaemonOptions of(Settings settings) throws InvalidValue {
        EngineOptions engine = engine(settings);
        Optional<String> pidfile = settings.value(DaemonFlags.PIDFILE);
        return new DaemonOptions(
                engine,
                settings.value(DaemonFlags.GROUP).orElse(DaemonFlags.DEFAULT_GROUP),
                Logging.of(settings),
                pidfile.isPresent() ? Optional.of(Path.of(pidfile.get())) : Optional.empty(),
                Hosts.of(settings, engine.execRoot()),
                settings.on(DaemonFlags.ON_DEMAND, false)
                        ? Optional.of(Duration.ofSeconds(
                                settings.value(DaemonFlags.IDLE_TIMEOUT).orElse(USUAL_IDLE_SECONDS)))
                        : Optional.empty(),
                Duration.ofSeconds(
                        settings.plain()
                                ? USUAL_SHUTDOWN_SECONDS
                                : Math.max(
                                        0,
                                        settings.value(DockerdFlags.SHUTDOWN_TIMEOUT)
                                                .orElse(USUAL_SHUTDOWN_SECONDS))),
                settings.plain() ? OptionalLong.empty() : oomScore(settings),
                Telling.of(settings),
                Guard.of(settings, engine.dataRoot()));
    }

    private static EngineOptions engine(Settings settings) throws InvalidValue {
        CgroupDriver driver = ExecOptions.cgroupDriver(settings.values(DaemonFlags.EXEC_OPT));
        Optional<String> gc = settings.value(DaemonFlags.IMAGE_GC);
        return new EngineOptions(
                folder(settings, DaemonFlags.DATA_ROOT),
                folder(settings, DaemonFlags.EXEC_ROOT),
                driver,
                settings.value(DaemonFlags.CGROUP_PARENT).orElse(usualParent(driver)),
                deviceFolders(settings),
                new StorageOptions(
                        settings.value(DaemonFlags.STORAGE_DRIVER),
                        gc.isPresent() ? Retention.parse(gc.get()) : Retention.USUAL),
                settings.plain() ? NetworkDefaults.USUAL : NetworkSettings.of(settings),
                settings.plain() && !settings.given(DaemonFlags.AUTHORIZATION_PLUGIN)
                        ? EngineSettings.USUAL
                        : EngineWishes.checked(settings));
    }

    private static OptionalLong oomScore(Settings settings) throws InvalidValue {
        Optional<Long> score = settings.value(DockerdFlags.OOM_SCORE);
        if (score.isPresent() && Math.abs(score.get()) > MOST_OOM_SCORE) {
            throw new InvalidValue("invalid --oom-score-adjust: " + score.get() + ": the range is [-1000, 1000]");
        }
        return score.isPresent() ? OptionalLong.of(score.get()) : OptionalLong.empty();
    }

    private static String usualParent(CgroupDriver driver) {
        return switch (driver) {
            case CGROUPFS -> DaemonFlags.DEFAULT_CGROUP_PARENT;
            case SYSTEMD -> DaemonFlags.DEFAULT_SLICE;
        };
    }

    /** The addresses of all its sockets. */
    Set<String> served() {
        return Guard.served(hosts.addresses(), frontSocket());
    }

    Path frontSocket() {
        return engine.execRoot().resolve("front.sock");
    }

    /** An empty name among them means none at all, as with dockerd. */
    private static List<Path> deviceFolders(Settings settings) throws InvalidValue {
        if (!settings.given(DaemonFlags.CDI_SPEC_DIR)) {
            return EngineOptions.DEVICE_FOLDERS;
        }
        List<Path> folders = new ArrayList<>();
        for (String name : settings.values(DaemonFlags.CDI_SPEC_DIR)) {
            if (!name.isEmpty()) {
                folders.add(folder(DaemonFlags.CDI_SPEC_DIR.name(), name));
            }
        }
        return folders;
    }

    private static Path folder(Settings settings, Flag<String> flag) throws InvalidValue {
        return folder(flag.name(), settings.value(flag).orElse(flag.initial()));
    }

    private static Path folder(String name, String text) throws InvalidValue {
        if (text.isEmpty() || text.indexOf('\0') >= 0) {
            throw new InvalidValue("--" + name + " needs a folder");
        }
        return Path.of(text).toAbsolutePath().normalize();
    }
}
