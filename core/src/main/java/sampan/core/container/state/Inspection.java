package sampan.core.container.state;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sampan.core.config.ContainerConfig;
import sampan.core.config.HostConfig;
import sampan.core.health.Health;
import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What {@code docker inspect} shows of a container; {@link sampan.core.config.ConfigJson} writes it.
 *
 * @param name with Docker's leading slash
 * @param execIds null when there is none
 */
@JsonNaming(UpperCamelCaseStrategy.class)
public record Inspection(
        String id,
        String created,
        String path,
        List<String> args,
        State state,
        String image,
        String resolvConfPath,
        String hostnamePath,
        String hostsPath,
        String logPath,
        String name,
        int restartCount,
        String driver,
        String platform,
        String mountLabel,
        String processLabel,
        String appArmorProfile,
        @JsonProperty("ExecIDs") @Nullable List<String> execIds,
        HostConfig hostConfig,
        Graph graphDriver,
        List<MountPoint> mounts,
        ContainerConfig config,
        Map<String, Object> networkSettings) {
    /** Its state in Docker's words; times in RFC 3339. */
    @JsonNaming(UpperCamelCaseStrategy.class)
    public record State(
            String status,
            boolean running,
            boolean paused,
            boolean restarting,
            @JsonProperty("OOMKilled") boolean oomKilled,
            boolean dead,
            int pid,
            int exitCode,
            String error,
            String startedAt,
            String finishedAt,
            @JsonInclude(Include.NON_NULL) @Nullable Health health) {}

    /** Where its file system lies on disk. */
    @JsonNaming(UpperCamelCaseStrategy.class)
    public record Graph(Map<String, String> data, String name) {}

    /** One mount that the user asked for. */
    @JsonNaming(UpperCamelCaseStrategy.class)
    public record MountPoint(
            String type,
            @JsonInclude(Include.NON_EMPTY) String name,
            String source,
            String destination,
            @JsonInclude(Include.NON_EMPTY) String driver,
            String mode,
            @JsonProperty("RW") boolean writable,
            String propagation) {}
}
