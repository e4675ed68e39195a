package sampan.core.network.definition;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * One subnet of a network, in text as it was asked for; empty is for the engine to choose.
 *
 * @param ipRange the part of the subnet that containers get addresses from by themselves
 * @param auxiliaryAddresses never given to a container, by what has them
 */
@JsonNaming(UpperCamelCaseStrategy.class)
public record IpamPool(
        @JsonInclude(Include.NON_EMPTY) String subnet,

        @JsonProperty("IPRange") @JsonInclude(Include.NON_EMPTY)
        String ipRange,

        @JsonInclude(Include.NON_EMPTY) String gateway,
        @JsonInclude(Include.NON_EMPTY) Map<String, String> auxiliaryAddresses) {
    public IpamPool {
        subnet = subnet == null ? "" : subnet;
        ipRange = ipRange == null ? "" : ipRange;
        gateway = gateway == null ? "" : gateway;
        auxiliaryAddresses = auxiliaryAddresses == null ? Map.of() : Map.copyOf(auxiliaryAddresses);
    }

    public static IpamPool of(String subnet, @Nullable String gateway) {
        return new IpamPool(subnet, "", gateway == null ? "" : gateway, Map.of());
    }
}
