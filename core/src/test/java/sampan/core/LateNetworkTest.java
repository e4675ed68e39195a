package sampan.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import sampan.core.caller.Caller;
import sampan.core.config.ContainerConfig;
import sampan.core.config.HostConfig;
import sampan.core.config.NetworkLimit;
import sampan.core.container.Container;
import sampan.core.container.state.CreateRequest;
import sampan.core.error.EngineException;
import sampan.core.network.Joined;
import sampan.core.network.Wish;
import sampan.core.network.definition.Network;
import sampan.core.network.definition.NetworkRequest;
import sampan.core.network.endpoint.EndpointSettings;
import sampan.core.network.endpoint.Running;
import sampan.core.network.resolver.Naming;

/** A network that is removed while a container is about to be on it: whoever comes second is refused, and nothing is left of it. */
final class LateNetworkTest extends EngineInThisJvm {
    private static final String CONTAINER = "c".repeat(64);
    private static final Path LINKS = Path.of("/proc/net/dev");

    /** What is asked of one network, with something that happens when that has been found. */
    private static Wish wish(String network, Runnable found) {
        Map<String, EndpointSettings> asked = new AbstractMap<>() {
            @Override
            public Set<Entry<String, EndpointSettings>> entrySet() {
                return Map.of(network, EndpointSettings.ANY).entrySet();
            }

            @Override
            public void forEach(BiConsumer<? super String, ? super EndpointSettings> action) {
                super.forEach(action);
                found.run();
            }
        };
        Naming.Own own = new Naming.Own(List.of("c"), List.of());
        return new Wish(CONTAINER, "c", asked, Map.of(), Set.of(), false, false, own, NetworkLimit.NONE);
    }

    private static boolean hasBridge(Network network) throws IOException {
        return Files.readString(LINKS).contains("sn-" + network.id().substring(0, 12) + ":");
    }

    @Test
    void oneThatWasRemovedSinceItWasFoundIsNotFoundAndLeavesNoBridge() throws Exception {
        Network late = engine.createNetwork(NetworkRequest.bridge("late"));
        assertThatThrownBy(() -> engine.networks().join(wish("late", () -> engine.removeNetwork("late"))))
                .isInstanceOf(EngineException.NotFound.class)
                .hasMessage("network late not found");
        assertThat(engine.networks().attachment(CONTAINER)).isEmpty();
        assertThat(hasBridge(late)).isFalse();
    }

    @Test
    void aRunningContainerIsNotConnectedToIt() throws Exception {
        ContainerConfig config = ContainerConfig.builder()
                .image(IMAGE)
                .cmd(List.of("sleep", "1000"))
                .build();
        Container container = engine.create(
                        new CreateRequest("", config, HostConfig.builder().build()))
                .container();
        container.start(Caller.local());
        Running running = new Running(container.id(), container.pid().orElseThrow());
        Naming.Own own = new Naming.Own(List.of("c"), List.of());
        Network late = engine.createNetwork(NetworkRequest.bridge("late"));
        engine.removeNetwork("late");

        assertThatThrownBy(() -> engine.networks().connect(running, own, late, EndpointSettings.ANY))
                .isInstanceOf(EngineException.NotFound.class)
                .hasMessage("network late not found");
        assertThat(container.endpoints()).containsOnlyKeys("bridge");
        assertThat(engine.networks().attachment(container.id()).orElseThrow().endpoints())
                .hasSize(1);
        assertThat(hasBridge(late)).isFalse();
    }

    @Test
    void oneThatSomebodyIsOnStays() throws Exception {
        Network kept = engine.createNetwork(NetworkRequest.bridge("kept"));
        try (Joined joined = engine.networks().join(wish("kept", () -> {}))) {
            assertThat(joined.attachment().endpoints()).hasSize(1);
            assertThatThrownBy(() -> engine.removeNetwork("kept"))
                    .isInstanceOf(EngineException.Forbidden.class)
                    .hasMessageEndingWith(" has active endpoints");
            assertThat(hasBridge(kept)).isTrue();
        } finally {
            engine.networks().leave(CONTAINER);
            engine.removeNetwork("kept");
        }
        assertThat(hasBridge(kept)).isFalse();
    }
}
