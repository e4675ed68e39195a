package sampan.core.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Of a mount of type volume. */
@JsonNaming(UpperCamelCaseStrategy.class)
public record VolumeOptions(
        @JsonInclude(Include.NON_DEFAULT) boolean noCopy,
        @JsonInclude(Include.NON_EMPTY) Map<String, String> labels,
        @JsonInclude(Include.NON_NULL) @Nullable VolumeDriver driverConfig,
        @JsonInclude(Include.NON_EMPTY) String subpath) {
    public VolumeOptions {
        labels = Lists.of(labels);
        subpath = Lists.text(subpath);
    }
}
