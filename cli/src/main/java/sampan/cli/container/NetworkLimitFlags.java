package sampan.cli.container;

import java.util.List;
import java.util.Optional;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.ParsedFlags;
import sampan.cli.value.MemorySize;
import sampan.core.config.HostConfigBuilder;
import sampan.core.config.NetworkLimit;

/** How much a container may send and be sent. */
final class NetworkLimitFlags {
    private static final Flag<Long> RATE = Flag.of(
            "network-rate", "bytes", "Most bytes a second on each network, each way (0: unlimited)", MemorySize::parse);
    private static final Flag<Long> BURST =
            Flag.of("network-burst", "bytes", "Bytes that may go at once beyond --network-rate", MemorySize::parse);

    static final List<Flag<?>> ALL = List.of(BURST, RATE);

    private NetworkLimitFlags() {}

    static void apply(ParsedFlags flags, HostConfigBuilder host, String mode) throws InvalidValue {
        Optional<NetworkLimit> limit = limit(flags);
        if (limit.isPresent() && (mode.equals("host") || mode.equals("none") || mode.startsWith("container:"))) {
            throw new InvalidValue("conflicting options: --network-rate and the network mode " + mode);
        }
        limit.ifPresent(given -> host.networkLimit(given.checked()));
    }

    /** Empty when nothing is asked for. */
    static Optional<NetworkLimit> limit(ParsedFlags flags) throws InvalidValue {
        return flags.given(RATE) || flags.given(BURST)
                ? Optional.of(new NetworkLimit(
                        flags.value(RATE).orElse(0L), flags.value(BURST).orElse(0L)))
                : Optional.empty();
    }
}
