package sampan.core.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Which namespaces are its own; empty is the engine's default. */
@JsonNaming(UpperCamelCaseStrategy.class)
public record NamespaceConfig(
        String networkMode,
        String cgroupnsMode,
        String ipcMode,
        String pidMode,
        @JsonProperty("UTSMode") String utsMode,
        String usernsMode) {
    public NamespaceConfig {
        networkMode = Lists.text(networkMode);
        cgroupnsMode = Lists.text(cgroupnsMode);
        ipcMode = Lists.text(ipcMode);
        pidMode = Lists.text(pidMode);
        utsMode = Lists.text(utsMode);
        usernsMode = Lists.text(usernsMode);
    }
}
