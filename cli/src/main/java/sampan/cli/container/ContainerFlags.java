package sampan.cli.container;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.ParsedFlags;
import sampan.core.config.ContainerConfig;
import sampan.core.config.ContainerConfigBuilder;
import sampan.core.config.HostConfig;
import sampan.core.config.HostConfigBuilder;
import sampan.core.container.state.CreateRequest;
import sampan.core.network.endpoint.EndpointSettings;

/** Everything that {@code run} and {@code create} have in common. */
public final class ContainerFlags {
    private static final Flag<Boolean> CONTENT_TRUST = Flag.bool(
                    "disable-content-trust", "Take images without a signature")
            .initially("true");
    private static final Flag<String> PULL = Flag.text(
                    "pull", "Pull the image first (\"always\", \"missing\", \"never\")")
            .initially("missing");
    private static final Flag<Boolean> QUIET =
            Flag.bool("quiet", "Do not show the progress of a pull").shorthand('q');

    /** Of {@code run} and {@code create}. */
    public static final List<Flag<?>> ALL = Stream.of(
                    ProcessFlags.ALL,
                    ResourceFlags.ALL,
                    SecurityFlags.ALL,
                    StorageFlags.ALL,
                    LifecycleFlags.ALL,
                    HealthFlags.ALL,
                    NameFlags.ALL,
                    EndpointFlags.ALL,
                    NetworkLimitFlags.ALL,
                    ChoiceFlags.ALL,
                    LaterFlags.ALL,
                    List.<Flag<?>>of(CONTENT_TRUST, PULL, QUIET))
            .flatMap(List::stream)
            .toList();

    private ContainerFlags() {}

    /** @param detached the caller's streams are not attached */
    public static CreateRequest request(ParsedFlags flags, Invoker invoker, boolean detached)
            throws IOException, InvalidValue {
        checkPull(flags.value(PULL).orElse("missing"));
        ContainerConfigBuilder config = ContainerConfig.builder();
        HostConfigBuilder host = HostConfig.builder();
        ProcessFlags.apply(flags, invoker, config);
        ProcessFlags.attach(flags, detached, config);
        HealthFlags.of(flags).ifPresent(config::healthcheck);
        NameFlags.apply(flags, config, host);
        ChoiceFlags.apply(flags, host);
        StorageFlags.apply(flags, invoker, config, host);
        SecurityFlags.apply(flags, invoker, host);
        LifecycleFlags.apply(flags, invoker, host);
        host.resources(ResourceFlags.of(flags));
        Map<String, EndpointSettings> networks = EndpointFlags.apply(flags, host);
        return new CreateRequest(LifecycleFlags.name(flags), config.build(), host.build(), networks);
    }

    /** The file that is to hold the container's id; empty: none. */
    public static String cidfile(ParsedFlags flags) {
        return LifecycleFlags.cidfile(flags);
    }

    /** The caller named streams to attach. */
    public static boolean namesStreams(ParsedFlags flags) {
        return flags.given(ProcessFlags.ATTACH);
    }

    /** The image must be here. */
    public static boolean pullsNever(ParsedFlags flags) {
        return flags.value(PULL).orElse("").equals("never");
    }

    /** The image is asked for even if it is here. */
    public static boolean pullsAlways(ParsedFlags flags) {
        return flags.value(PULL).orElse("").equals("always");
    }

    /** Nothing is told of pulling. */
    public static boolean pullsQuietly(ParsedFlags flags) {
        return flags.on(QUIET);
    }

    private static void checkPull(String when) throws InvalidValue {
        switch (when) {
            case "missing", "never", "always", "" -> {}
            default ->
                throw new InvalidValue(
                        "invalid pull option: '" + when + "': must be one of \"always\", \"missing\" or \"never\"");
        }
    }
}
