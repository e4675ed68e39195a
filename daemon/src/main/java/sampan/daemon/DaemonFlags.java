package sampan.daemon;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import sampan.cli.flag.Flag;
import sampan.cli.flag.FlagParser;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.ParsedFlags;
import sampan.cli.flag.Usage;
import sampan.cli.flag.UsageError;
import sampan.cli.flag.ValueParser;
import sampan.core.error.EngineException;
import sampan.core.image.Retention;

/** The flags of {@code sampan daemon}. */
final class DaemonFlags {
    static final String DEFAULT_POLICY = "/etc/sampan/policy.json";
    static final String DEFAULT_CONFIG = "/etc/sampan/daemon.json";
    static final String DEFAULT_DATA_ROOT = "/var/lib/sampan";
    static final String DEFAULT_EXEC_ROOT = "/run/sampan";
    static final String DEFAULT_GROUP = "sampan";
    static final String DEFAULT_CGROUP_PARENT = "/sampan";
    static final String DEFAULT_SLICE = "system.slice";

    static final Flag<String> CDI_SPEC_DIR =
            Flag.list("cdi-spec-dir", "Folders of CDI device specifications (default /etc/cdi and /var/run/cdi)");
    static final Flag<String> CGROUP_PARENT = Flag.text(
            "cgroup-parent", "Cgroup below which containers' are made; a slice with the systemd cgroup driver");
    static final Flag<String> CONFIG_FILE =
            Flag.text("config-file", "Configuration file").initially(DEFAULT_CONFIG);
    static final Flag<String> DATA_ROOT =
            Flag.text("data-root", "Images, containers and volumes").initially(DEFAULT_DATA_ROOT);
    static final Flag<Boolean> DEBUG = Flag.bool("debug", "Tell more").shorthand('D');
    static final Flag<String> EXEC_OPT =
            Flag.list("exec-opt", "Option of execution (\"native.cgroupdriver=cgroupfs\" or \"…=systemd\")");
    static final Flag<String> EXEC_ROOT = Flag.text("exec-root", "Sockets").initially(DEFAULT_EXEC_ROOT);
    static final Flag<String> GROUP = Flag.text("group", "Group whose members may give commands")
            .shorthand('G')
            .initially(DEFAULT_GROUP);
    static final Flag<String> HOST =
            Flag.list("host", "Sockets of the Engine API").shorthand('H');
    static final Flag<String> LOG_LEVEL = Flag.of(
                    "log-level",
                    "string",
                    "How much is told (\"debug\", \"info\", \"warn\", \"error\", \"fatal\")",
                    Checked.LEVEL)
            .shorthand('l')
            .initially("info");
    static final Flag<String> IMAGE_GC = Flag.of(
            "image-gc",
            "string",
            "When images that nobody needs go by themselves (\"age=168h,high=90,low=80,named=false\" or \"off\")",
            Checked.RETENTION);
    static final Flag<Boolean> ON_DEMAND = Flag.bool("on-demand", "End when nothing needs the engine any more");
    static final Flag<Long> IDLE_TIMEOUT = Flag.number(
                    "idle-timeout", "Seconds without work after which an engine on demand ends")
            .initially("60");
    static final Flag<String> PIDFILE =
            Flag.text("pidfile", "File for the engine's process id").shorthand('p');
    static final Flag<String> STORAGE_DRIVER = Flag.of(
                    "storage-driver",
                    "string",
                    "How layers become a file system (\"overlay2\", \"btrfs\", \"vfs\")",
                    Checked.STORAGE_DRIVER)
            .shorthand('s');
    static final Flag<String> AUTHORIZATION_PLUGIN =
            Flag.list("authorization-plugin", "Plugins that decide about each request");
    static final Flag<String> AUDIT_LOG = Flag.text(
            "audit-log", "File that is told of every change and refusal (with a policy: audit.log in the data root)");
    static final Flag<String> POLICY =
            Flag.text("policy", "File with rules about what callers may do (/etc/sampan/policy.json, if it is there)");
    static final Flag<String> METRICS_ADDR =
            Flag.text("metrics-addr", "Address and port where Prometheus finds figures");
    static final Flag<Boolean> TLS = Flag.bool("tls", "Use TLS; implied by --tlsverify");
    static final Flag<String> TLS_CA =
            Flag.text("tlscacert", "Trust certificates signed only by this CA").initially(tlsFile("ca"));
    static final Flag<String> TLS_CERT =
            Flag.text("tlscert", "Path to TLS certificate file").initially(tlsFile("cert"));
    static final Flag<String> TLS_KEY =
            Flag.text("tlskey", "Path to TLS key file").initially(tlsFile("key"));
    static final Flag<Boolean> TLS_VERIFY = Flag.bool("tlsverify", "Use TLS and verify the remote");
    static final Flag<Boolean> VALIDATE = Flag.bool("validate", "Check the configuration and quit");
    static final Flag<Boolean> VERSION =
            Flag.bool("version", "Print the version and quit").shorthand('v');

    /** Those that say where an engine is and whom it serves. */
    static final List<Flag<?>> OWN = List.of(
            AUDIT_LOG,
            AUTHORIZATION_PLUGIN,
            CDI_SPEC_DIR,
            CGROUP_PARENT,
            CONFIG_FILE,
            DATA_ROOT,
            DEBUG,
            EXEC_OPT,
            EXEC_ROOT,
            GROUP,
            HOST,
            IDLE_TIMEOUT,
            IMAGE_GC,
            LOG_LEVEL,
            METRICS_ADDR,
            ON_DEMAND,
            PIDFILE,
            POLICY,
            STORAGE_DRIVER,
            TLS,
            TLS_CA,
            TLS_CERT,
            TLS_KEY,
            TLS_VERIFY,
            VALIDATE,
            VERSION);

    private static final Usage OWN_USAGE = usage(OWN);

    /** With all flags of dockerd; made when somebody needs it. */
    private static final class Whole {
        static final Usage USAGE = usage(Stream.concat(OWN.stream(), DockerdFlags.ALL.stream())
                .sorted(Comparator.comparing(Flag::name))
                .toList());
    }

    static Usage usage() {
        return Whole.USAGE;
    }

    /** The many flags of dockerd are made only for a line that has one of them: they would make the first caller wait. */
    static ParsedFlags parse(List<String> line) throws UsageError {
        try {
            return FlagParser.parse(OWN_USAGE, line);
        } catch (UsageError another) {
            return FlagParser.parse(usage(), line);
        }
    }

    private static Usage usage(List<Flag<?>> flags) {
        return Usage.of("daemon", "", "Run an engine in the foreground")
                .flags(flags)
                .exactly(0);
    }

    private DaemonFlags() {}

    /** Not references to the methods: with those an engine that starts makes its first caller wait. */
    private enum Checked implements ValueParser<String> {
        LEVEL,
        RETENTION,
        STORAGE_DRIVER;

        @Override
        public String parse(String text) throws InvalidValue {
            return switch (this) {
                case LEVEL -> level(text);
                case RETENTION -> retention(text);
                case STORAGE_DRIVER -> storageDriver(text);
            };
        }
    }

    static List<Flag<?>> all() {
        return usage().flags();
    }

    private static String tlsFile(String name) {
        return System.getProperty("user.home", "/root") + "/.docker/" + name + ".pem";
    }

    private static String level(String name) throws InvalidValue {
        return switch (name) {
            case "debug", "info", "warn", "error" -> name;
            case "fatal", "panic" -> "error";
            default -> throw new InvalidValue("unable to parse logging level: " + name);
        };
    }

    private static String retention(String text) throws InvalidValue {
        try {
            return Retention.parse(text).equals(Retention.FOR_EVER) ? "off" : text;
        } catch (EngineException.InvalidArgument wrong) {
            throw new InvalidValue(String.valueOf(wrong.getMessage()));
        }
    }

    private static String storageDriver(String name) throws InvalidValue {
        return switch (name) {
            case "overlay2", "overlay" -> "overlay2";
            case "btrfs", "erofs", "vfs" -> name;
            default ->
                throw new InvalidValue(
                        "the storage driver " + name + " is not supported; overlay2, btrfs, erofs and vfs are");
        };
    }
}
