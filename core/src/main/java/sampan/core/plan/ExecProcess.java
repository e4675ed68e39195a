package sampan.core.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sampan.core.config.ContainerConfig;
import sampan.core.config.SecurityConfig;
import sampan.oci.spec.Capabilities;
import sampan.oci.spec.ConsoleSize;
import sampan.oci.spec.ContainerProcess;
import sampan.runtime.user.Identity;

/** A further process of a container: as confined as the first one, with what was asked for in the first one's place. */
public final class ExecProcess {
    private ExecProcess() {}

    /**
     * What was asked for.
     *
     * @param workingDir empty: the container's
     */
    public record Wish(List<String> cmd, List<String> env, String workingDir, boolean tty, int rows, int columns) {}

    /** @param bounding capabilities the process may have at all */
    public static ContainerProcess of(
            ContainerProcess first, ContainerConfig config, Wish wish, Identity identity, List<String> bounding) {
        Environment environment = Environment.of(config.hostname(), wish.tty(), config.env());
        wish.env().forEach(environment::set);
        environment.setIfAbsent("HOME", identity.home().isEmpty() ? "/" : identity.home());
        String folder = wish.workingDir().isEmpty() ? config.workingDir() : wish.workingDir();
        return first.edit()
                .args(wish.cmd())
                .env(environment.list())
                .cwd(folder.isEmpty() ? "/" : folder)
                .user(identity.user())
                .terminal(wish.tty())
                .consoleSize(wish.rows() > 0 ? new ConsoleSize(wish.rows(), wish.columns()) : null)
                .capabilities(ProcessSection.capabilities(bounding, identity.user()))
                .build();
    }

    /** The container's own, or for {@code --privileged} all the engine has. */
    public static List<String> bounding(ContainerProcess first, boolean privileged, HostFacts facts) {
        if (privileged) {
            SecurityConfig everything =
                    new SecurityConfig(true, List.of(), List.of(), List.of(), 0, List.of(), Map.of(), null, null);
            return CapabilitySection.bounding(everything, facts, new ArrayList<>());
        }
        Capabilities capabilities = first.capabilities();
        return capabilities == null ? List.of() : capabilities.bounding();
    }
}
