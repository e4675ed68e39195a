package sampan.core.network.definition;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What {@code docker network create} asks for.
 *
 * @param driver empty: {@code bridge}; of what is only a configuration, {@code null}
 * @param enableIPv4 null: yes
 * @param enableIPv6 null: when a subnet of IPv6 is asked for
 * @param configOnly whether it is a configuration that other networks have, and nothing else
 * @param configFrom of those, the one that it has
 */
@JsonNaming(UpperCamelCaseStrategy.class)
public record NetworkRequest(
        String name,
        String driver,
        @Nullable String scope,
        @JsonProperty("EnableIPv4") @Nullable Boolean enableIPv4,
        @JsonProperty("EnableIPv6") @Nullable Boolean enableIPv6,
        @JsonProperty("IPAM") Ipam ipam,
        boolean internal,
        boolean attachable,
        Map<String, String> options,
        Map<String, String> labels,
        boolean configOnly,
        ConfigReference configFrom) {
    public NetworkRequest {
        name = name == null ? "" : name;
        driver = configOnly ? Driver.NONE.word() : driver == null || driver.isEmpty() ? Driver.BRIDGE.word() : driver;
        ipam = ipam == null ? Ipam.of(List.of()) : ipam;
        options = options == null ? Map.of() : Map.copyOf(options);
        labels = labels == null ? Map.of() : Map.copyOf(labels);
        configFrom = configFrom == null ? ConfigReference.NONE : configFrom;
    }

    NetworkRequest with(Map<String, String> otherOptions) {
        return new NetworkRequest(
                name,
                driver,
                scope,
                enableIPv4,
                enableIPv6,
                ipam,
                internal,
                attachable,
                otherOptions,
                labels,
                configOnly,
                configFrom);
    }

    /** A bridge network of this name with everything chosen by the engine. */
    public static NetworkRequest bridge(String name) {
        return new NetworkRequest(
                name,
                "",
                null,
                null,
                null,
                Ipam.of(List.of()),
                false,
                false,
                Map.of(),
                Map.of(),
                false,
                ConfigReference.NONE);
    }

    /** The same network with the configuration of another. */
    public NetworkRequest configuredBy(Network other) {
        return new NetworkRequest(
                name,
                driver,
                scope,
                other.enableIPv4(),
                other.enableIPv6(),
                other.ipam(),
                internal,
                attachable,
                other.options(),
                other.labels(),
                false,
                configFrom);
    }
}
