package sampan.core.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Of a mount of type bind. */
@JsonNaming(UpperCamelCaseStrategy.class)
public record BindOptions(
        @JsonInclude(Include.NON_EMPTY) String propagation,
        @JsonInclude(Include.NON_DEFAULT) boolean nonRecursive,
        @JsonInclude(Include.NON_DEFAULT) boolean createMountpoint,
        @JsonInclude(Include.NON_DEFAULT) boolean readOnlyNonRecursive,
        @JsonInclude(Include.NON_DEFAULT) boolean readOnlyForceRecursive) {
    public BindOptions {
        propagation = Lists.text(propagation);
    }
}
