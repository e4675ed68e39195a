package sampan.core.network.firewall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sampan.kernel.nftables.Nftables;
import sampan.kernel.nftables.NftablesException;
import sampan.kernel.process.Credentials;

final class FirewallTest {
    private static final List<Forwarding> PORT = List.of(new Forwarding("tcp", "", 18081, "10.77.0.9", 80));
    private static final List<String> CALLER = List.of("10.77.0.9");
    private static final String ELEMENT = "10.77.0.9 . 80";

    private final Firewall firewall = new Firewall(UUID.randomUUID().toString().substring(0, 8));

    @BeforeEach
    void makeTable() throws NftablesException {
        assumeThat(Credentials.effectiveUid()).isZero();
        assumeThat(Nftables.isThere()).isTrue();
        firewall.guard(new BridgeRules("sn-nowhere", false, true, false, false));
    }

    @AfterEach
    void removeTable() throws NftablesException {
        if (Nftables.isThere() && Credentials.effectiveUid() == 0) {
            firewall.forget("sn-nowhere"); // with its last bridge it goes
        }
        firewall.close();
    }

    /** An address and a port are another's as soon as a process has ended; what it had published is taken back later. */
    @Test
    void whoHasHadAnAddressAndAPortTakesNothingFromWhoHasThemNow() throws Exception {
        firewall.publish("before", PORT, CALLER);
        firewall.publish("now", PORT, CALLER);
        firewall.withdraw("before", PORT, CALLER);
        assertThat(firewall.listing()).contains(ELEMENT).containsPattern("callers4 \\{[^}]*10\\.77\\.0\\.9");
        firewall.withdraw("now", PORT, CALLER);
        assertThat(firewall.listing()).doesNotContain("10.77.0.9");
    }
}
