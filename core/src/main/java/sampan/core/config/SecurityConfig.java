package sampan.core.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * What its processes may do.
 *
 * @param maskedPaths null: the engine's list; empty: none
 * @param readonlyPaths null: the engine's list; empty: none
 */
@JsonNaming(UpperCamelCaseStrategy.class)
public record SecurityConfig(
        boolean privileged,
        @JsonSerialize(using = NullWhenEmpty.class) List<String> capAdd,
        @JsonSerialize(using = NullWhenEmpty.class) List<String> capDrop,
        @JsonSerialize(using = NullWhenEmpty.class) List<String> groupAdd,
        int oomScoreAdj,
        @JsonSerialize(using = NullWhenEmpty.class) List<String> securityOpt,
        @JsonInclude(Include.NON_EMPTY) Map<String, String> sysctls,
        @Nullable List<String> maskedPaths,
        @Nullable List<String> readonlyPaths) {
    public SecurityConfig {
        capAdd = Lists.of(capAdd);
        capDrop = Lists.of(capDrop);
        groupAdd = Lists.of(groupAdd);
        securityOpt = Lists.of(securityOpt);
        sysctls = Lists.of(sysctls);
    }
}
