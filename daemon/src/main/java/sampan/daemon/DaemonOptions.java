package sampan.daemon;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sampan.api.ApiAddress;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.ParsedFlags;
import sampan.core.EngineOptions;
import sampan.core.EngineOptions.CgroupDriver;
import sampan.core.StorageOptions;
import sampan.core.image.Retention;

/**
 * How an engine is to run.
 *
 * @param group whose members may give commands
 * @param hosts where the Engine API is served
 * @param logLevel debug, info, warn or error
 * @param idle empty: stay until told to end
 */
record DaemonOptions(
        EngineOptions engine,
        String group,
        String logLevel,
        Optional<Path> pidfile,
        Hosts hosts,
        Optional<Duration> idle) {
    private static final long USUAL_IDLE_SECONDS = 60;

    /** @param named whether somebody asked for them: then they must be had */
    record Hosts(List<ApiAddress> addresses, boolean named) {
        static Hosts of(List<String> texts, Path execRoot) {
            if (texts.isEmpty()) {
                return new Hosts(List.of(new ApiAddress(execRoot.resolve("sampan.sock"))), false);
            }
            List<ApiAddress> addresses = new ArrayList<>();
            for (String text : texts) {
                addresses.add(ApiAddress.parse(text));
            }
            return new Hosts(addresses, true);
        }
    }

    static DaemonOptions of(ParsedFlags flags, ConfigFile config) throws InvalidValue {
        boolean debug = flags.on(DaemonFlags.DEBUG) || config.debug();
        String level = or(flags.value(DaemonFlags.LOG_LEVEL), config.logLevel()).orElse("info");
        List<String> hosts = flags.given(DaemonFlags.HOST) ? flags.values(DaemonFlags.HOST) : config.hosts();
        Path execRoot = folder(
                "exec-root",
                or(flags.value(DaemonFlags.EXEC_ROOT), config.execRoot()).orElse(DaemonFlags.DEFAULT_EXEC_ROOT));
        CgroupDriver driver = ExecOptions.cgroupDriver(
                flags.given(DaemonFlags.EXEC_OPT) ? flags.values(DaemonFlags.EXEC_OPT) : config.execOptions());
        Optional<String> gc = or(flags.value(DaemonFlags.IMAGE_GC), config.imageGc());
        EngineOptions engine = new EngineOptions(
                folder(
                        "data-root",
                        or(flags.value(DaemonFlags.DATA_ROOT), config.dataRoot())
                                .orElse(DaemonFlags.DEFAULT_DATA_ROOT)),
                execRoot,
                driver,
                or(flags.value(DaemonFlags.CGROUP_PARENT), config.cgroupParent())
                        .orElse(usualParent(driver)),
                deviceFolders(flags, config),
                new StorageOptions(
                        or(flags.value(DaemonFlags.STORAGE_DRIVER), config.storageDriver()),
                        gc.isPresent() ? Retention.parse(gc.get()) : Retention.USUAL));
        Optional<String> pidfile = or(flags.value(DaemonFlags.PIDFILE), config.pidfile());
        return new DaemonOptions(
                engine,
                or(flags.value(DaemonFlags.GROUP), config.group()).orElse(DaemonFlags.DEFAULT_GROUP),
                debug ? "debug" : level,
                pidfile.isPresent() ? Optional.of(Path.of(pidfile.get())) : Optional.empty(),
                Hosts.of(hosts, execRoot),
                flags.on(DaemonFlags.ON_DEMAND)
                        ? Optional.of(Duration.ofSeconds(
                                flags.value(DaemonFlags.IDLE_TIMEOUT).orElse(USUAL_IDLE_SECONDS)))
                        : Optional.empty());
    }

    /** What the command line says goes before what the file says. No {@link Optional#or}: an engine that starts has no time for a dozen lambdas. */
    private static <T> Optional<T> or(Optional<T> flag, Optional<T> file) {
        return flag.isPresent() ? flag : file;
    }

    private static String usualParent(CgroupDriver driver) {
        return switch (driver) {
            case CGROUPFS -> DaemonFlags.DEFAULT_CGROUP_PARENT;
            case SYSTEMD -> DaemonFlags.DEFAULT_SLICE;
        };
    }

    Path frontSocket() {
        return engine.execRoot().resolve("front.sock");
    }

    /** An empty name among them means none at all, as with dockerd. */
    private static List<Path> deviceFolders(ParsedFlags flags, ConfigFile config) throws InvalidValue {
        Optional<List<String>> named = flags.given(DaemonFlags.CDI_SPEC_DIR)
                ? Optional.of(flags.values(DaemonFlags.CDI_SPEC_DIR))
                : config.deviceFolders();
        if (named.isEmpty()) {
            return EngineOptions.DEVICE_FOLDERS;
        }
        List<Path> folders = new ArrayList<>();
        for (String name : named.get()) {
            if (!name.isEmpty()) {
                folders.add(folder(DaemonFlags.CDI_SPEC_DIR.name(), name));
            }
        }
        return folders;
    }

    private static Path folder(String name, String text) throws InvalidValue {
        if (text.isEmpty() || text.indexOf('\0') >= 0) {
            throw new InvalidValue("--" + name + " needs a folder");
        }
        return Path.of(text).toAbsolutePath().normalize();
    }
}
