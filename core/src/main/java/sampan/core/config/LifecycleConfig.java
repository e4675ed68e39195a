package sampan.core.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * How it starts, logs and ends.
 *
 * @param consoleSize rows and columns of its first terminal; empty: unknown
 * @param onUnhealthy what happens to it when its health check fails: {@code restart}, {@code stop} or {@code kill}; empty: nothing
 * @param init null: as the engine is set up
 */
@JsonNaming(UpperCamelCaseStrategy.class)
public record LifecycleConfig(
        @JsonProperty("ContainerIDFile") String containerIdFile,
        LogConfig logConfig,
        RestartPolicy restartPolicy,
        boolean autoRemove,
        List<Integer> consoleSize,
        String runtime,
        String isolation,
        String cgroup,
        @JsonInclude(Include.NON_EMPTY) Map<String, String> annotations,
        @JsonInclude(Include.NON_EMPTY) String onUnhealthy,
        @JsonInclude(Include.NON_NULL) @Nullable Boolean init) {
    public LifecycleConfig {
        containerIdFile = Lists.text(containerIdFile);
        logConfig = logConfig == null ? LogConfig.DEFAULT : logConfig;
        restartPolicy = restartPolicy == null ? RestartPolicy.NO : restartPolicy;
        consoleSize = Lists.of(consoleSize);
        runtime = Lists.text(runtime);
        isolation = Lists.text(isolation);
        cgroup = Lists.text(cgroup);
        annotations = Lists.of(annotations);
        onUnhealthy = Lists.text(onUnhealthy);
    }
}
