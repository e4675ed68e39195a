package sampan.core.network.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sampan.core.network.definition.ConfigReference;
import sampan.core.network.definition.Driver;
import sampan.core.network.definition.Ipam;
import sampan.core.network.definition.IpamPool;
import sampan.core.network.definition.Network;

final class AddressRulesTest {
    private static final String V4 = "10.1.0.0/24";
    private static final String V6 = "fd00:1::/64";

    private static Network network(String name, Driver driver) {
        return new Network(
                name,
                "id",
                "",
                "local",
                driver.word(),
                true,
                true,
                Ipam.of(List.of(IpamPool.of(V4, null), IpamPool.of(V6, null))),
                false,
                false,
                false,
                ConfigReference.NONE,
                Map.of(),
                Map.of(),
                "");
    }

    private static EndpointSettings asking(String v4, String v6) {
        return EndpointSettings.asking(new EndpointSettings.IpamConfig(v4, v6, List.of()), null, null, "", null);
    }

    /** Empty: it is not refused. */
    private static String refusal(Network network, String v4, String v6) {
        Throwable thrown = catchThrowable(() -> AddressRules.check(network, asking(v4, v6), ""));
        return thrown == null
                ? ""
                : String.valueOf(thrown.getMessage()).replaceFirst("^invalid endpoint settings:\n", "");
    }

    @Test
    void anAddressIsHadFromASubnetOfItsNetwork() {
        Network asked = network("lab", Driver.BRIDGE);
        assertThat(refusal(asked, "10.1.0.9", "fd00:1::9")).isEmpty();
        assertThat(refusal(asked, "10.1.1.9", "")).isEqualTo("no configured subnet contains IP address 10.1.1.9");
        assertThat(refusal(asked, "10.1.1.9", "fd00:2::9"))
                .isEqualTo("* no configured subnet contains IP address 10.1.1.9\n"
                        + "* no configured subnet contains IP address fd00:2::9");
        assertThat(refusal(asked, "", "")).isEmpty();
    }

    @Test
    void whatIsNoAddressOfItsFamilyIsRefusedAlsoBeforeThereIsANetwork() {
        Network asked = network("lab", Driver.BRIDGE);
        for (String wrong : List.of("nonsense", "0.0.0.0", "fd00:1::9", "10.1.0.300")) {
            assertThat(refusal(asked, wrong, "")).isEqualTo("invalid IPv4 address: " + wrong);
        }
        assertThat(refusal(asked, "", "10.1.0.9")).isEqualTo("invalid IPv6 address: 10.1.0.9");
        assertThat(catchThrowable(() -> AddressRules.check(asking("nonsense", "::"), "here: ")))
                .hasMessage("here: invalid endpoint settings:\n* invalid IPv4 address: nonsense\n"
                        + "* invalid IPv6 address: ::");
    }

    @Test
    void networksOfTheBeginningHaveNoneToAskForAndPluginsDecideThemselves() {
        assertThat(refusal(network("bridge", Driver.BRIDGE), "10.1.0.9", ""))
                .isEqualTo("user specified IP address is supported on user defined networks only");
        assertThat(refusal(network("lab", Driver.CNI), "192.0.2.9", "")).isEmpty();
    }
}
