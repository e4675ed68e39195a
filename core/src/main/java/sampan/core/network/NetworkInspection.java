package sampan.core.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import sampan.core.network.definition.ConfigReference;
import sampan.core.network.definition.Ipam;
import sampan.core.network.definition.Network;
import sampan.core.network.endpoint.Endpoint;
import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What {@code docker network inspect} shows of a network.
 *
 * @param containers those that run and are on it, by id
 */
@JsonNaming(UpperCamelCaseStrategy.class)
public record NetworkInspection(
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
        boolean ingress,
        ConfigReference configFrom,
        boolean configOnly,
        Map<String, Member> containers,
        Map<String, String> options,
        Map<String, String> labels) {
    /** A container on the network; addresses with the length of their prefix, or empty. */
    @JsonNaming(UpperCamelCaseStrategy.class)
    public record Member(
            String name,
            @JsonProperty("EndpointID") String endpointId,
            String macAddress,
            @JsonProperty("IPv4Address") String ipv4Address,
            @JsonProperty("IPv6Address") String ipv6Address) {
        static Member of(String name, Endpoint endpoint) {
            return new Member(name, endpoint.id(), endpoint.macAddress(), text(endpoint.v4()), text(endpoint.v6()));
        }

        private static String text(Endpoint.Place place) {
            return place.isSomewhere() ? place.toString() : "";
        }
    }

    /**
     * As it is now.
     *
     * @param endpoints of a network, by their containers' ids
     * @param names of containers, by their ids
     */
    public static NetworkInspection of(
            Network network, Function<Network, Map<String, Endpoint>> endpoints, Function<String, String> names) {
        Map<String, Member> members = new LinkedHashMap<>();
        endpoints.apply(network).forEach((id, endpoint) -> members.put(id, Member.of(names.apply(id), endpoint)));
        return new NetworkInspection(
                network.name(),
                network.id(),
                network.created(),
                network.scope(),
                network.driver(),
                network.enableIPv4(),
                network.enableIPv6(),
                network.ipam(),
                network.internal(),
                network.attachable(),
                false,
                network.configFrom(),
                network.configOnly(),
                members,
                network.options(),
                network.labels());
    }
}
