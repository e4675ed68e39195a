package sampan.core.container.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sampan.core.config.ContainerConfig;
import sampan.core.config.HostConfig;
import sampan.core.config.NetworkingConfig;

final class NetworkFilesTest {
    private static final ContainerConfig NAMED =
            ContainerConfig.builder().hostname("web").build();

    private static final NetworkingConfig USUAL = HostConfig.DEFAULT.networking();

    @Test
    void leavesTheHostsLoopbackServersOutOfOtherNetworks() {
        String host = "# comment\nnameserver 127.0.0.53\nnameserver 10.0.0.1\nsearch a.b c\noptions edns0\n";
        assertThat(NetworkFiles.resolvConf(host, USUAL, NetworkFiles.Sight.OUTSIDE))
                .isEqualTo("nameserver 10.0.0.1\nsearch a.b c\noptions edns0\n");
        assertThat(NetworkFiles.resolvConf(host, USUAL, NetworkFiles.Sight.HOST))
                .startsWith("nameserver 127.0.0.53\n");
        NetworkingConfig own = new NetworkingConfig(
                Map.of(), false, List.of("1.1.1.1"), List.of("ndots:3"), List.of("."), List.of(), List.of(), 0, 0);
        assertThat(NetworkFiles.resolvConf(host, own, NetworkFiles.Sight.OUTSIDE))
                .isEqualTo("nameserver 1.1.1.1\noptions ndots:3\n");
    }

    @Test
    void addsHostsAndRefusesLines() {
        assertThat(NetworkFiles.hosts("", NAMED, hosts("db:10.0.0.2"), List.of()))
                .endsWith("10.0.0.2\tdb\n");
        assertThatThrownBy(() -> NetworkFiles.hosts("", NAMED, hosts("db:1\n6.6.6.6\tbank"), List.of()))
                .hasMessageStartingWith("bad format for add-host");
    }

    private static NetworkingConfig hosts(String extra) {
        return new NetworkingConfig(Map.of(), false, List.of(), List.of(), List.of(), List.of(extra), List.of(), 0, 0);
    }
}
