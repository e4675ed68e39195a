package sampan.core.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.Map;
import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** A volume driver and its options. */
@JsonNaming(UpperCamelCaseStrategy.class)
public record VolumeDriver(
        @JsonInclude(Include.NON_EMPTY) String name,
        @JsonInclude(Include.NON_EMPTY) Map<String, String> options) {
    public VolumeDriver {
        name = Lists.text(name);
        options = Lists.of(options);
    }
}
