package sampan.core.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** One {@code --mount}. */
@JsonNaming(UpperCamelCaseStrategy.class)
public record Mount(
        String type,
        @JsonInclude(Include.NON_EMPTY) String source,
        String target,
        @JsonInclude(Include.NON_DEFAULT) boolean readOnly,
        @JsonInclude(Include.NON_EMPTY) String consistency,
        @JsonInclude(Include.NON_NULL) @Nullable BindOptions bindOptions,
        @JsonInclude(Include.NON_NULL) @Nullable VolumeOptions volumeOptions,
        @JsonInclude(Include.NON_NULL) @Nullable TmpfsOptions tmpfsOptions,
        @JsonInclude(Include.NON_NULL) @Nullable ImageOptions imageOptions) {
    public Mount {
        type = Lists.text(type);
        source = Lists.text(source);
        target = Lists.text(target);
        consistency = Lists.text(consistency);
    }

    /** A path of the host that has to be there when a container is made; empty: none has. */
    public Optional<String> neededSource() {
        boolean made = bindOptions != null && bindOptions.createMountpoint();
        return type.equals("bind") && !made && source.startsWith("/") ? Optional.of(source) : Optional.empty();
    }
}
