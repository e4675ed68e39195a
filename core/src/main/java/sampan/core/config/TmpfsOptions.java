package sampan.core.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Of a mount of type tmpfs. */
@JsonNaming(UpperCamelCaseStrategy.class)
public record TmpfsOptions(
        @JsonInclude(Include.NON_DEFAULT) long sizeBytes,
        @JsonInclude(Include.NON_DEFAULT) int mode,
        @JsonInclude(Include.NON_EMPTY) List<List<String>> options) {
    public TmpfsOptions {
        options = Lists.of(options);
    }
}
