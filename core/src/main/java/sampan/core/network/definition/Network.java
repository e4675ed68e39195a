package sampan.core.network.definition;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A network as it was made. This is also what is kept of it on disk.
 *
 * @param id 64 hexadecimal digits
 * @param created RFC 3339
 * @param scope always {@code local}
 * @param ipam with the subnets and gateways that were chosen
 * @param configOnly whether it is a configuration that other networks have, and nothing else
 * @param configFrom of those, the one that it has
 * @param owner who asked for it, as {@code sampan.core.policy.Asker} calls callers; empty: before anybody kept that
 */
@JsonNaming(UpperCamelCaseStrategy.class)
public record Network(
        String name,
        String id,
        String created,
        String scope,
        String driver,
        @JsonProperty("EnableIPv4") boolean enableIPv4,
        @JsonProperty("EnableIPv6") boolean enableIPv6,
        @JsonProperty("IPAM") Ipam ipam,
        boolean internal,
        boolean attachable,
        boolean configOnly,
        ConfigReference configFrom,
        Map<String, String> options,
        Map<String, String> labels,
        String owner) {
    /** The three that are there from the beginning. */
    public static final String BRIDGE = "bridge";

    public static final String HOST = "host";
    public static final String NONE = "none";

    public Network {
        options = options == null ? Map.of() : Map.copyOf(options);
        labels = labels == null ? Map.of() : Map.copyOf(labels);
        configFrom = configFrom == null ? ConfigReference.NONE : configFrom;
        owner = owner == null ? "" : owner;
    }

    /** One that is nothing but a word: {@code host}, {@code none}. */
    public static Network single(String name, String id, Driver driver) {
        return new Network(
                name,
                id,
                Instant.EPOCH.toString(),
                "local",
                driver.word(),
                true,
                false,
                new Ipam("", null, List.of()),
                false,
                false,
                false,
                ConfigReference.NONE,
                Map.of(),
                Map.of(),
                "");
    }

    /** One of the three that are there from the beginning. */
    @JsonIgnore
    public boolean isPredefined() {
        return isPredefined(name);
    }

    /** Whether one of this name is. */
    public static boolean isPredefined(String name) {
        return switch (name) {
            case BRIDGE, HOST, NONE -> true;
            default -> false;
        };
    }

    /** Whether its containers have links to a bridge. */
    public boolean hasBridge() {
        return kind() == Driver.BRIDGE;
    }

    /** Whether plugins join its containers to it, and give them their addresses. */
    public boolean hasPlugins() {
        return kind() == Driver.CNI;
    }

    /** Whether its containers have cards of their own, and not links to a bridge. */
    public boolean hasCards() {
        return kind() == Driver.MACVLAN || kind() == Driver.IPVLAN;
    }

    public Driver kind() {
        return Driver.of(driver).orElseThrow();
    }

    public DriverOptions driverOptions() {
        return new DriverOptions(options);
    }
}
