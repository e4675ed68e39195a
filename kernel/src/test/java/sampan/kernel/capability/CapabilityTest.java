package sampan.kernel.capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CapabilityTest {
    private static final Path HEADER = Path.of("/usr/include/linux/capability.h");

    @Test
    void namesAndNumbersAreTheKernels() throws IOException {
        assumeTrue(Files.exists(HEADER));
        Matcher matcher =
                Pattern.compile("(?m)^#define (CAP_[A-Z_]+)\\s+(\\d+)$").matcher(Files.readString(HEADER));
        int count = 0;
        while (matcher.find()) {
            Capability capability = Capability.parse(matcher.group(1)).orElseThrow();
            assertThat(capability.number()).isEqualTo(Integer.parseInt(matcher.group(2)));
            assertThat(capability.specName()).isEqualTo(matcher.group(1));
            count++;
        }
        assertThat(Capability.values()).hasSize(count).hasSize(41);
    }

    @Test
    void dockersWaysOfNamingAreUnderstood() {
        for (String name : List.of("NET_ADMIN", "net_admin", "CAP_NET_ADMIN", "cap_Net_Admin")) {
            assertThat(Capability.parse(name)).hasValue(Capability.NET_ADMIN);
        }
        for (String name : List.of("", "CAP_", "CAP_CAP_NET_ADMIN", "ALL", "NETADMIN")) {
            assertThat(Capability.parse(name)).isEmpty();
        }
        assertThat(Capability.isAll("all")).isTrue();
        assertThat(Capability.isAll("CAP_ALL")).isTrue();
        assertThat(Capability.isAll("ALLES")).isFalse();
    }

    @Test
    void setsAreMasks() {
        assertThat(Capability.all(40)).isEqualTo(0x1ffffffffffL);
        assertThat(Capability.all(63)).isEqualTo(-1);
        assertThat(Capability.mask(List.of(Capability.CHOWN, Capability.BPF))).isEqualTo(1 | 1L << 39);
        assertThat(Capability.of(1 | 1L << 39 | 1L << 62)).containsExactly(Capability.CHOWN, Capability.BPF);
    }

    @Test
    void ourOwnSetsAreThoseOfProc() throws IOException {
        CapabilitySets own = CapabilitySets.own();
        String status = Files.readString(Path.of("/proc/thread-self/status"));
        assertThat(status)
                .contains(String.format("CapEff:\t%016x", own.effective()))
                .contains(String.format("CapPrm:\t%016x", own.permitted()))
                .contains(String.format("CapInh:\t%016x", own.inheritable()))
                .contains(String.format("CapBnd:\t%016x", own.bounding()));
        assertThat(CapabilitySets.last()).isGreaterThanOrEqualTo(40);
        assertThat(own.has(Capability.CHOWN)).isEqualTo((own.effective() & 1) != 0);
    }
}
