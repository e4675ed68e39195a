package sampan.cli.command.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sampan.cli.flag.InvalidValue;
import sampan.core.network.definition.IpamPool;

final class SubnetFlagsTest {
    private static final String ONE = "10.1.0.0/24";
    private static final String OTHER = "fd00:1::/64";

    @Test
    void everythingBelongsToTheSubnetThatHoldsIt() throws InvalidValue {
        assertThat(SubnetFlags.pools(
                        List.of(ONE, OTHER),
                        List.of("10.1.0.64/26"),
                        List.of("fd00:1::9", "10.1.0.9"),
                        Map.of("a", "10.1.0.7", "b", "fd00:1::7")))
                .containsExactly(
                        new IpamPool(ONE, "10.1.0.64/26", "10.1.0.9", Map.of("a", "10.1.0.7")),
                        new IpamPool(OTHER, "", "fd00:1::9", Map.of("b", "fd00:1::7")));
        assertThat(SubnetFlags.pools(List.of(), List.of(), List.of(), Map.of())).isEmpty();
    }

    /** As docker 28 says them. */
    @Test
    void whatDoesNotFitIsSaidInTheWordsOfDockersClient() {
        List<String> none = List.of();
        List<String> one = List.of(ONE);
        assertRefused(
                none,
                none,
                List.of("10.1.0.1"),
                Map.of(),
                "every ip-range or gateway must have a corresponding subnet");
        assertRefused(List.of("nonsense"), none, none, Map.of(), "invalid subnet: invalid CIDR address: nonsense");
        assertRefused(
                List.of(ONE, "10.1.0.128/25"),
                none,
                none,
                Map.of(),
                "multiple overlapping subnet configuration is not supported");
        assertRefused(one, List.of("10.2.0.0/28"), none, Map.of(), "no matching subnet for range 10.2.0.0/28");
        assertRefused(one, none, List.of("10.2.0.1"), Map.of(), "no matching subnet for gateway 10.2.0.1");
        assertRefused(one, none, none, Map.of("a", "10.2.0.1"), "no matching subnet for aux-address 10.2.0.1");
        assertRefused(one, none, none, Map.of("a", ""), "no matching subnet for aux-address ");
        assertRefused(
                List.of(ONE, OTHER),
                List.of("10.1.0.0/28", "10.1.0.16/28"),
                none,
                Map.of(),
                "cannot configure multiple ranges (10.1.0.16/28, 10.1.0.0/28) on the same subnet (10.1.0.0/24)");
        assertRefused(
                List.of(ONE, OTHER),
                none,
                List.of("10.1.0.1", "10.1.0.2"),
                Map.of(),
                "cannot configure multiple gateways (10.1.0.2, 10.1.0.1) for the same subnet (10.1.0.0/24)");
    }

    private static void assertRefused(
            List<String> subnets,
            List<String> ranges,
            List<String> gateways,
            Map<String, String> others,
            String sentence) {
        assertThatThrownBy(() -> SubnetFlags.pools(subnets, ranges, gateways, others))
                .isInstanceOf(InvalidValue.class)
                .hasMessage(sentence);
    }
}
