package sampan.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import sampan.core.config.ConfigJson;
import sampan.core.config.ContainerConfig;
import sampan.core.config.HostConfig;
import sampan.core.container.state.CreateRequest;
import sampan.core.error.EngineException;
import tools.jackson.databind.node.ObjectNode;

final class HarmlessRequestTest {
    private static final Rights RIGHTS = new Rights(
            Optional.of("ci"),
            "uid 1000",
            new Grant(false, false, false, false, List.of(), List.of(), List.of("ci-*"), List.of()));

    private static void check(HostConfig host) {
        new HarmlessRequest(RIGHTS)
                .checked(
                        new CreateRequest("", ContainerConfig.builder().build(), host),
                        UnaryOperator.identity(),
                        name -> "id-of-" + name);
    }

    /** A field of the future is refused until somebody has thought about it: these are the ones that somebody has. */
    @Test
    void everyFieldIsEitherJudgedOrAsItIsByDefault() {
        ObjectNode usual = ConfigJson.MAPPER.valueToTree(HostConfig.DEFAULT);
        Set<String> refused = new TreeSet<>();
        for (String field : usual.propertyNames()) {
            ObjectNode changed = usual.deepCopy();
            switch (usual.path(field).getNodeType()) {
                case BOOLEAN -> changed.put(field, true);
                case NUMBER -> changed.put(field, 1);
                case STRING -> changed.put(field, "x");
                default -> changed.remove(field);
            }
            HostConfig host = ConfigJson.MAPPER.treeToValue(changed, HostConfig.class);
            try {
                check(host);
            } catch (EngineException.Forbidden known) {
                refused.add(field);
            }
        }
        assertThat(refused)
                .contains(
                        "Privileged",
                        "CgroupParent",
                        "PidMode",
                        "UTSMode",
                        "UsernsMode",
                        "IpcMode",
                        "CgroupnsMode",
                        "Runtime",
                        "Cgroup")
                .doesNotContain("Memory", "AutoRemove", "ReadonlyRootfs", "ShmSize");
    }

    @Test
    void aNetworkMustBeOneOfTheRules() {
        for (String mode : List.of("", "default", "bridge", "none", "ci-net")) {
            assertThatCode(() -> check(HostConfig.builder().networkMode(mode).build()))
                    .as(mode)
                    .doesNotThrowAnyException();
        }
        for (String mode : List.of("host", "other", "ns:/proc/1/ns/net")) {
            assertThatThrownBy(
                            () -> check(HostConfig.builder().networkMode(mode).build()))
                    .as(mode)
                    .isInstanceOf(EngineException.Forbidden.class)
                    .hasMessage("permission denied by policy: rule ci does not allow the network " + mode);
        }
    }

    /** Even where stars allow every name. */
    @Test
    void theHostsNetworkIsNoNetworkOfTheRules() {
        Rights rights = new Rights(
                Optional.of("ci"),
                "uid 1",
                new Grant(false, false, false, false, List.of(), List.of(), List.of("*"), List.of()));
        CreateRequest request = new CreateRequest(
                "",
                ContainerConfig.builder().build(),
                HostConfig.builder().networkMode("abcdef").build());
        assertThatThrownBy(() -> new HarmlessRequest(rights).checked(request, _ -> "host", name -> name))
                .isInstanceOf(EngineException.Forbidden.class);
    }

    @Test
    void anotherContainersNetworkIsPinnedToItsId() {
        CreateRequest request = new CreateRequest(
                "",
                ContainerConfig.builder().build(),
                HostConfig.builder().networkMode("container:web").build());
        CreateRequest pinned =
                new HarmlessRequest(RIGHTS).checked(request, UnaryOperator.identity(), name -> "id-of-" + name);
        assertThat(pinned.hostConfig().namespaces().networkMode()).isEqualTo("container:id-of-web");
    }

    @Test
    void aNewListOfMaskedPathsIsNotTheUsualOne() {
        assertThatThrownBy(
                        () -> check(HostConfig.builder().maskedPaths(List.of()).build()))
                .hasMessageContaining("MaskedPaths");
        assertThatThrownBy(() ->
                        check(HostConfig.builder().sysctls(Map.of("a", "b")).build()))
                .hasMessageContaining("Sysctls");
    }
}
