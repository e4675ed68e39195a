package sampan.core.system;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What {@code docker version} shows of a server. Old clients read the fields after the components, which say the same again.
 *
 * @param goVersion the language's: clients print it
 */
@JsonNaming(UpperCamelCaseStrategy.class)
public record VersionReport(
        Platform platform,
        List<Component> components,
        String version,
        String apiVersion,
        @JsonProperty("MinAPIVersion") String minApiVersion,
        String gitCommit,
        String goVersion,
        String os,
        String arch,
        String kernelVersion,
        @JsonInclude(Include.NON_EMPTY) String buildTime) {
    /** What the whole is called. */
    @JsonNaming(UpperCamelCaseStrategy.class)
    public record Platform(String name) {}

    /** One of the parts that have versions. */
    @JsonNaming(UpperCamelCaseStrategy.class)
    public record Component(String name, String version, Map<String, String> details) {}
}
