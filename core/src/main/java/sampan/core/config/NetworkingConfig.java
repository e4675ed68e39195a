package sampan.core.config;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.annotation.JsonSerialize;

/** Names and ports. */
@JsonNaming(UpperCamelCaseStrategy.class)
public record NetworkingConfig(
        @JsonSerialize(using = NullWhenAbsent.class) Map<String, List<PortBinding>> portBindings,
        boolean publishAllPorts,
        @JsonSerialize(using = NullWhenAbsent.class) List<String> dns,
        @JsonSerialize(using = NullWhenAbsent.class) List<String> dnsOptions,
        @JsonSerialize(using = NullWhenAbsent.class) List<String> dnsSearch,
        @JsonSerialize(using = NullWhenEmpty.class) List<String> extraHosts,
        @JsonSerialize(using = NullWhenEmpty.class) List<String> links) {
    public NetworkingConfig {
        portBindings = Lists.of(portBindings);
        dns = Lists.of(dns);
        dnsOptions = Lists.of(dnsOptions);
        dnsSearch = Lists.of(dnsSearch);
        extraHosts = Lists.of(extraHosts);
        links = Lists.of(links);
    }
}
