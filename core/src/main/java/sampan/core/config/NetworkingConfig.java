package sampan.core.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * Names and ports.
 *
 * @param networkRate bytes a second; 0: unlimited
 * @param networkBurst bytes at once; 0: as {@link NetworkLimit} has it
 */
@JsonNaming(UpperCamelCaseStrategy.class)
public record NetworkingConfig(
        @JsonSerialize(using = NullWhenAbsent.class) Map<String, List<PortBinding>> portBindings,
        boolean publishAllPorts,
        @JsonSerialize(using = NullWhenAbsent.class) List<String> dns,
        @JsonSerialize(using = NullWhenAbsent.class) List<String> dnsOptions,
        @JsonSerialize(using = NullWhenAbsent.class) List<String> dnsSearch,
        @JsonSerialize(using = NullWhenEmpty.class) List<String> extraHosts,
        @JsonSerialize(using = NullWhenEmpty.class) List<String> links,
        @JsonInclude(Include.NON_DEFAULT) long networkRate,
        @JsonInclude(Include.NON_DEFAULT) long networkBurst) {
    public NetworkingConfig {
        portBindings = Lists.of(portBindings);
        dns = Lists.of(dns);
        dnsOptions = Lists.of(dnsOptions);
        dnsSearch = Lists.of(dnsSearch);
        extraHosts = Lists.of(extraHosts);
        links = Lists.of(links);
    }

    /** The ports, where a client's null is no binding. */
    public Map<String, List<PortBinding>> bindings() {
        Map<String, List<PortBinding>> all = new LinkedHashMap<>();
        portBindings.forEach((port, bindings) -> all.put(port, Lists.of(bindings)));
        return all;
    }

    public NetworkLimit limit() {
        return new NetworkLimit(networkRate, networkBurst);
    }
}
