package sampan.core.container.list;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import sampan.core.config.ContainerConfig;
import sampan.core.container.Container;
import sampan.core.container.state.ContainerState;
import sampan.core.container.state.Inspection;
import sampan.core.health.Health;
import sampan.core.network.port.BoundPort;
import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a list of containers shows of one.
 *
 * @param names with Docker's leading slash
 * @param created seconds since 1970
 * @param status for people: {@code Up 3 minutes}
 */
@JsonNaming(UpperCamelCaseStrategy.class)
public record ContainerSummary(
        String id,
        List<String> names,
        String image,
        @JsonProperty("ImageID") String imageId,
        String command,
        long created,
        List<Port> ports,
        Map<String, String> labels,
        String state,
        String status,
        Map<String, String> hostConfig,
        Map<String, Object> networkSettings,
        List<Inspection.MountPoint> mounts) {
    /** A published port. */
    @JsonNaming(UpperCamelCaseStrategy.class)
    public record Port(@JsonProperty("IP") String ip, int privatePort, int publicPort, String type) {
        static Port of(BoundPort port) {
            return new Port(port.hostIp(), port.port(), port.hostPort(), port.protocol());
        }
    }

    /** Without a full inspection, which looks for its files. */
    public static ContainerSummary of(Container container, Instant now) {
        ContainerState state = container.state();
        return new ContainerSummary(
                container.id(),
                List.of("/" + container.name()),
                container.config().image(),
                container.image(),
                command(container.config()),
                container.created().getEpochSecond(),
                container.boundPorts().stream().map(Port::of).toList(),
                container.config().labels(),
                state.status(),
                status(container, now),
                Map.of("NetworkMode", container.hostConfig().namespaces().networkMode()),
                Map.of("Networks", container.endpoints()),
                container.mounts());
    }

    /** The words of its command; those with blanks in quotes. */
    public static String command(ContainerConfig config) {
        StringJoiner line = new StringJoiner(" ");
        config.ownEntrypoint().orElse(List.of()).forEach(word -> line.add(quoted(word)));
        config.cmd().forEach(word -> line.add(quoted(word)));
        return line.toString();
    }

    private static String quoted(String word) {
        return word.indexOf(' ') < 0 ? word : "'" + word + "'";
    }

    /** {@code Up 3 minutes (healthy)}. */
    public static String status(Container container, Instant now) {
        return switch (container.state()) {
            case ContainerState.Created _ -> "Created";
            case ContainerState.Running(int _, Instant since, boolean paused) ->
                "Up " + Ages.of(Duration.between(since, now)) + (paused ? " (Paused)" : health(container));
            case ContainerState.Restarting(int code, boolean _, Instant _, Instant at) ->
                "Restarting (" + code + ") " + Ages.of(Duration.between(at, now)) + " ago";
            case ContainerState.Stopped(int code, boolean _, Instant _, Instant at) ->
                "Exited (" + code + ") " + Ages.of(Duration.between(at, now)) + " ago";
        };
    }

    private static String health(Container container) {
        return container
                .health()
                .map(health ->
                        health.status().equals(Health.STARTING) ? " (health: starting)" : " (" + health.status() + ")")
                .orElse("");
    }
}
