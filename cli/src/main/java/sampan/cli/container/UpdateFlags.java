package sampan.cli.container;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.ParsedFlags;
import sampan.cli.value.PublishedPort;
import sampan.cli.value.RestartSpec;
import sampan.core.config.NetworkLimit;
import sampan.core.config.Resources;
import sampan.core.config.RestartPolicy;
import sampan.core.network.PortChange;

/** What {@code update} changes of a container. */
public final class UpdateFlags {
    private static final Flag<String> RESTART = Flag.text("restart", "When it starts again after its end");

    private static final Flag<String> PUBLISH_ADD =
            Flag.list("publish-add", "Publish a port more, as -p does, while the container runs");
    private static final Flag<String> PUBLISH_RM =
            Flag.list("publish-rm", "Publish a port no more: PORT[/PROTO], or as it was published");

    private static final List<Flag<?>> OF_LIMITS = List.of(
            ResourceFlags.BLKIO_WEIGHT,
            ResourceFlags.CPU_PERIOD,
            ResourceFlags.CPU_QUOTA,
            ResourceFlags.CPU_RT_PERIOD,
            ResourceFlags.CPU_RT_RUNTIME,
            ResourceFlags.CPU_SHARES,
            ResourceFlags.CPUS,
            ResourceFlags.CPUSET_CPUS,
            ResourceFlags.CPUSET_MEMS,
            ResourceFlags.KERNEL_MEMORY,
            ResourceFlags.MEMORY,
            ResourceFlags.MEMORY_RESERVATION,
            ResourceFlags.MEMORY_SWAP,
            ResourceFlags.PIDS_LIMIT,
            RESTART);

    public static final List<Flag<?>> ALL = Stream.of(
                    OF_LIMITS,
                    NetworkLimitFlags.ALL,
                    List.<Flag<?>>of(HealthFlags.ON_UNHEALTHY, PUBLISH_ADD, PUBLISH_RM))
            .flatMap(List::stream)
            .toList();

    private UpdateFlags() {}

    public static boolean anyGiven(ParsedFlags flags) {
        return ALL.stream().anyMatch(flags::given);
    }

    /** Whether limits of cgroups or the restart policy are to be changed. */
    public static boolean changesLimits(ParsedFlags flags) {
        return OF_LIMITS.stream().anyMatch(flags::given);
    }

    /** Empty when it stays as it is. */
    public static Optional<NetworkLimit> networkLimit(ParsedFlags flags) throws InvalidValue {
        return NetworkLimitFlags.limit(flags);
    }

    /** Empty when it stays as it is. */
    public static Optional<String> onUnhealthy(ParsedFlags flags) {
        return flags.value(HealthFlags.ON_UNHEALTHY);
    }

    public static PortChange ports(ParsedFlags flags) throws InvalidValue {
        return new PortChange(
                PublishedPort.all(flags.values(PUBLISH_ADD)), PublishedPort.all(flags.values(PUBLISH_RM)));
    }

    public static Resources resources(ParsedFlags flags) throws InvalidValue {
        return ResourceFlags.of(flags);
    }

    /** Empty when it stays as it is. */
    public static Optional<RestartPolicy> policy(ParsedFlags flags) throws InvalidValue {
        Optional<String> text = flags.value(RESTART).filter(given -> !given.isEmpty());
        return text.isEmpty() ? Optional.empty() : Optional.of(RestartSpec.parse(text.get()));
    }
}
