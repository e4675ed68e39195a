package sampan.core.network.endpoint;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a container asks of one network, and what it has of it. The second half is empty in a request and while the container does not run.
 *
 * @param ipamConfig addresses asked for; null: none
 * @param links {@code container:alias}; null: none
 * @param aliases names of the container on this network; null: none
 * @param macAddress asked for, or had
 * @param gwPriority the network with the highest one has the default route
 * @param dnsNames by which others on this network find the container; null: by none
 */
@JsonNaming(UpperCamelCaseStrategy.class)
public record EndpointSettings(
        @JsonProperty("IPAMConfig") @Nullable IpamConfig ipamConfig,
        @Nullable List<String> links,
        @Nullable List<String> aliases,
        String macAddress,
        @Nullable Map<String, String> driverOpts,
        int gwPriority,
        @JsonProperty("NetworkID") String networkId,
        @JsonProperty("EndpointID") String endpointId,
        String gateway,
        @JsonProperty("IPAddress") String ipAddress,
        @JsonProperty("IPPrefixLen") int ipPrefixLen,
        @JsonProperty("IPv6Gateway") String ipv6Gateway,
        @JsonProperty("GlobalIPv6Address") String globalIPv6Address,
        @JsonProperty("GlobalIPv6PrefixLen") int globalIPv6PrefixLen,
        @JsonProperty("DNSNames") @Nullable List<String> dnsNames) {
    /** Nothing in particular is asked for. */
    public static final EndpointSettings ANY = asking(null, null, null, "", null);

    public EndpointSettings {
        macAddress = macAddress == null ? "" : macAddress;
        networkId = networkId == null ? "" : networkId;
        endpointId = endpointId == null ? "" : endpointId;
        gateway = gateway == null ? "" : gateway;
        ipAddress = ipAddress == null ? "" : ipAddress;
        ipv6Gateway = ipv6Gateway == null ? "" : ipv6Gateway;
        globalIPv6Address = globalIPv6Address == null ? "" : globalIPv6Address;
    }

    /** Addresses asked for; empty: any. */
    @JsonNaming(UpperCamelCaseStrategy.class)
    public record IpamConfig(
            @JsonProperty("IPv4Address")
            @com.fasterxml.jackson.annotation.JsonInclude(
                    com.fasterxml.jackson.annotation.JsonInclude.Include.NON_EMPTY)
            String ipv4Address,

            @JsonProperty("IPv6Address")
            @com.fasterxml.jackson.annotation.JsonInclude(
                    com.fasterxml.jackson.annotation.JsonInclude.Include.NON_EMPTY)
            String ipv6Address,

            @JsonProperty("LinkLocalIPs")
            @com.fasterxml.jackson.annotation.JsonInclude(
                    com.fasterxml.jackson.annotation.JsonInclude.Include.NON_EMPTY)
            List<String> linkLocalIps) {
        public IpamConfig {
            ipv4Address = ipv4Address == null ? "" : ipv4Address;
            ipv6Address = ipv6Address == null ? "" : ipv6Address;
            linkLocalIps = linkLocalIps == null ? List.of() : List.copyOf(linkLocalIps);
        }
    }

    /** The half that a request has. */
    public static EndpointSettings asking(
            @Nullable IpamConfig addresses,
            @Nullable List<String> links,
            @Nullable List<String> aliases,
            String macAddress,
            @Nullable Map<String, String> driverOpts) {
        return new EndpointSettings(
                addresses, links, aliases, macAddress, driverOpts, 0, "", "", "", "", 0, "", "", 0, null);
    }

    /** With a priority of its gateway. */
    public EndpointSettings gwPriority(int priority) {
        return new EndpointSettings(
                ipamConfig,
                links,
                aliases,
                macAddress,
                driverOpts,
                priority,
                networkId,
                endpointId,
                gateway,
                ipAddress,
                ipPrefixLen,
                ipv6Gateway,
                globalIPv6Address,
                globalIPv6PrefixLen,
                dnsNames);
    }

    /** The request alone, without what it led to. */
    public EndpointSettings asked() {
        return asking(ipamConfig, links, aliases, macAddress, driverOpts).gwPriority(gwPriority);
    }

    /** With what it led to. */
    public EndpointSettings with(String network, @Nullable Endpoint had, @Nullable List<String> names) {
        if (had == null) {
            return new EndpointSettings(
                    ipamConfig,
                    links,
                    aliases,
                    macAddress,
                    driverOpts,
                    gwPriority,
                    network,
                    "",
                    "",
                    "",
                    0,
                    "",
                    "",
                    0,
                    names);
        }
        return new EndpointSettings(
                ipamConfig,
                links,
                aliases,
                had.macAddress(),
                driverOpts,
                gwPriority,
                network,
                had.id(),
                had.v4().gateway(),
                had.v4().address(),
                had.v4().length(),
                had.v6().gateway(),
                had.v6().address(),
                had.v6().length(),
                names);
    }

    /** Whether it leaves the choice of its addresses to the network. */
    public boolean takesAnyAddress() {
        return wantedV4().isEmpty() && wantedV6().isEmpty() && macAddress.isEmpty();
    }

    /** Whether it asks for an address by name. */
    public boolean asksAddress() {
        return !wantedV4().isEmpty() || !wantedV6().isEmpty();
    }

    String wantedV4() {
        return ipamConfig == null ? "" : ipamConfig.ipv4Address();
    }

    String wantedV6() {
        return ipamConfig == null ? "" : ipamConfig.ipv6Address();
    }
}
