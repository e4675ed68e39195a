package sampan.core.network.definition;

import com.fasterxml.jackson.annotation.JsonIgnore;
import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Where a network has its configuration from.
 *
 * @param network the name of one that is only a configuration; empty: from itself
 */
@JsonNaming(UpperCamelCaseStrategy.class)
public record ConfigReference(String network) {
    /** A network with a configuration of its own. */
    public static final ConfigReference NONE = new ConfigReference("");

    public ConfigReference {
        network = network == null ? "" : network;
    }

    @JsonIgnore
    public boolean isNone() {
        return network.isEmpty();
    }
}
