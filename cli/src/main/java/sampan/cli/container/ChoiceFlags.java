package sampan.cli.container;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.ParsedFlags;
import sampan.cli.value.KeyValue;
import sampan.core.config.HostConfigBuilder;
import sampan.core.error.Quoted;

/** Flags that choose among parts of an engine of which Sampan has one each. */
final class ChoiceFlags {
    private static final Flag<String> ISOLATION = Flag.text("isolation", "Isolation: 'default' is what Linux has");
    private static final Flag<String> PLATFORM = Flag.text("platform", "Platform of the image: this machine's");
    private static final Flag<String> RUNTIME = Flag.text("runtime", "Runtime that starts it: 'sampan'");
    private static final Flag<String> STORAGE_OPT = Flag.list("storage-opt", "Options of the storage driver");
    private static final Flag<String> VOLUME_DRIVER = Flag.text("volume-driver", "Driver of its volumes: 'local'");

    static final List<Flag<?>> ALL = List.of(ISOLATION, PLATFORM, RUNTIME, STORAGE_OPT, VOLUME_DRIVER);

    private static final Map<String, String> ARCHITECTURES = Map.of(
            "amd64",
            "amd64",
            "x86_64",
            "amd64",
            "x86-64",
            "amd64",
            "arm64",
            "arm64",
            "aarch64",
            "arm64",
            "arm64/v8",
            "arm64");
    private static final List<String> OTHERS = List.of("386", "arm", "ppc64le", "s390x", "riscv64", "mips64le", "wasm");

    private ChoiceFlags() {}

    static void apply(ParsedFlags flags, HostConfigBuilder host) throws InvalidValue {
        platform(flags.value(PLATFORM).orElse(""));
        String driver = flags.value(VOLUME_DRIVER).orElse("");
        if (!driver.isEmpty() && !driver.equals("local")) {
            throw new InvalidValue("error looking up volume plugin " + driver + ": plugin " + Quoted.of(driver)
                    + " not found: Sampan has the driver local only");
        }
        for (String option : flags.values(STORAGE_OPT)) {
            if (option.indexOf('=') < 0) {
                throw new InvalidValue("invalid storage option");
            }
        }
        host.isolation(flags.value(ISOLATION).orElse(""))
                .runtime(flags.value(RUNTIME).orElse(""))
                .storageOpt(KeyValue.map(flags.values(STORAGE_OPT)))
                .volumeDriver(driver);
    }

    /** Another machine's programs do not run here, and there are no registries yet to get this machine's from. */
    private static void platform(String asked) throws InvalidValue {
        if (asked.isEmpty()) {
            return;
        }
        String lower = asked.toLowerCase(Locale.ROOT);
        String system = lower.indexOf('/') < 0 ? "linux" : lower.substring(0, lower.indexOf('/'));
        String machine = lower.substring(lower.indexOf('/') + 1);
        boolean known = ARCHITECTURES.containsKey(machine) || OTHERS.contains(machine.replaceFirst("/.*", ""));
        boolean onlySystem = lower.equals("linux");
        if (!known && !onlySystem) {
            throw new InvalidValue("error parsing specified platform: " + Quoted.of(asked)
                    + ": unknown operating system or architecture: invalid argument");
        }
        String own = ARCHITECTURES.getOrDefault(System.getProperty("os.arch", "amd64"), "amd64");
        if (!system.equals("linux") || (!onlySystem && !own.equals(ARCHITECTURES.getOrDefault(machine, "")))) {
            throw new InvalidValue("platform " + asked + " does not run here: this machine is linux/" + own);
        }
    }
}
