package sampan.core.config;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The part of a container's configuration that only the caller has: nothing in an image can set it. One flat object in JSON; here in sections, so that
 * who decides about capabilities sees only what is about security.
 */
@JsonNaming(UpperCamelCaseStrategy.class)
public record HostConfig(
        @JsonUnwrapped StorageConfig storage,
        @JsonUnwrapped NamespaceConfig namespaces,
        @JsonUnwrapped SecurityConfig security,
        @JsonUnwrapped NetworkingConfig networking,
        @JsonUnwrapped LifecycleConfig lifecycle,
        @JsonUnwrapped Resources resources) {
    /** Docker's defaults. */
    public static final HostConfig DEFAULT = builder().build();

    public static HostConfigBuilder builder() {
        return new HostConfigBuilder();
    }

    /** A builder that starts with these values. */
    public HostConfigBuilder toBuilder() {
        return new HostConfigBuilder(this);
    }
}
