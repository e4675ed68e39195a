package sampan.core.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sampan.core.config.ContainerConfig;
import sampan.core.config.HostConfig;
import sampan.core.config.NetworkingConfig;

final class NamesTest {
    private static final ContainerConfig NAMED =
            ContainerConfig.builder().hostname("web").build();

    private static final NetworkingConfig USUAL = HostConfig.DEFAULT.networking();

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "..", ".x", "a", "", "a b", "-x", "a\n", "ä1", "../../etc"})
    void refusesNamesThatCouldBePaths(String name) {
        assertThatThrownBy(() -> ContainerName.parse(name))
                .hasMessage("Invalid container name (" + name + "), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed");
    }

    @Test
    void takesNamesWithDockersSlash() {
        assertThat(ContainerName.parse("/web.1")).isEqualTo("web.1");
    }

    @Test
    void makesUpNamesThatAreFree() {
        NameGenerator generator = new NameGenerator(new Random(1));
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < 5000; i++) {
            String name = generator.next(taken::contains);
            assertThat(ContainerName.parse(name)).isEqualTo(name);
            assertThat(taken.add(name)).isTrue();
        }
    }

    @Test
    void makesIdsThatAreNoNumbers() {
        String id = new Ids().next();
        assertThat(id).matches("[0-9a-f]{64}");
        assertThat(Ids.shortened(id)).hasSize(12).matches(".*[a-f].*");
    }

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
