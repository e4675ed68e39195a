package sampan.core.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * The part of a container's configuration that an image can have too.
 *
 * @param cmd arguments, or the whole command when there is no entry point
 * @param entrypoint null: the image's; empty or {@code [""]}: none
 * @param volumes keys are paths; the values are always empty objects
 * @param stopTimeout seconds; null: ten
 */
@JsonNaming(UpperCamelCaseStrategy.class)
public record ContainerConfig(
        String hostname,
        String domainname,
        String user,
        boolean attachStdin,
        boolean attachStdout,
        boolean attachStderr,
        @JsonInclude(Include.NON_EMPTY) Map<String, Map<String, String>> exposedPorts,
        boolean tty,
        boolean openStdin,
        boolean stdinOnce,
        @JsonSerialize(using = NullWhenEmpty.class) List<String> env,
        @JsonSerialize(using = NullWhenEmpty.class) List<String> cmd,
        @JsonInclude(Include.NON_NULL) @Nullable Healthcheck healthcheck,
        String image,
        @JsonSerialize(using = NullWhenEmpty.class) Map<String, Map<String, String>> volumes,
        String workingDir,
        @Nullable List<String> entrypoint,
        @JsonInclude(Include.NON_DEFAULT) boolean networkDisabled,
        @JsonInclude(Include.NON_EMPTY) String macAddress,
        @JsonSerialize(using = NullWhenEmpty.class) List<String> onBuild,
        Map<String, String> labels,
        @JsonInclude(Include.NON_EMPTY) String stopSignal,
        @JsonInclude(Include.NON_NULL) @Nullable Integer stopTimeout,
        @JsonInclude(Include.NON_EMPTY) List<String> shell) {
    public ContainerConfig {
        hostname = Lists.text(hostname);
        domainname = Lists.text(domainname);
        user = Lists.text(user);
        exposedPorts = Lists.of(exposedPorts);
        env = Lists.of(env);
        cmd = Lists.of(cmd);
        image = Lists.text(image);
        volumes = Lists.of(volumes);
        workingDir = Lists.text(workingDir);
        entrypoint = entrypoint == null ? null : List.copyOf(entrypoint);
        macAddress = Lists.text(macAddress);
        onBuild = Lists.of(onBuild);
        labels = Lists.of(labels);
        stopSignal = Lists.text(stopSignal);
        shell = Lists.of(shell);
    }

    public static ContainerConfigBuilder builder() {
        return new ContainerConfigBuilder();
    }

    /** A builder that starts with these values. */
    public ContainerConfigBuilder toBuilder() {
        return new ContainerConfigBuilder(this);
    }

    /** The entry point, empty when the image's is meant. */
    public Optional<List<String>> ownEntrypoint() {
        return Optional.ofNullable(entrypoint);
    }
}
