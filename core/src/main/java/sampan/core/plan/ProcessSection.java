package sampan.core.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sampan.core.config.ContainerConfig;
import sampan.core.config.HostConfig;
import sampan.oci.spec.Capabilities;
import sampan.oci.spec.ConsoleSize;
import sampan.oci.spec.ContainerProcess;
import sampan.oci.spec.User;

/** The container's first process. */
final class ProcessSection {
    private ProcessSection() {}

    static ContainerProcess of(PlanRequest request, List<String> bounding) {
        ContainerConfig config = request.config();
        HostConfig host = request.host();
        SecurityOptions security = SecurityOptions.parse(host.security().securityOpt());
        Environment environment = Environment.of(config.hostname(), config.tty(), config.env());
        String home = request.surroundings().home();
        environment.setIfAbsent("HOME", home.isEmpty() ? "/" : home);
        List<String> command = ImageDefaults.command(config);
        User user = request.surroundings().user();
        return ContainerProcess.running(
                        request.surroundings().initProgram().isPresent() ? InitProgram.command(command) : command)
                .terminal(config.tty())
                .consoleSize(consoleSize(host.lifecycle().consoleSize()))
                .user(user)
                .env(environment.list())
                .cwd(config.workingDir().isEmpty() ? "/" : config.workingDir())
                .capabilities(capabilities(bounding, user))
                .rlimits(RlimitSection.of(host.resources().ulimits()))
                .noNewPrivileges(security.noNewPrivileges().orElse(false))
                .apparmorProfile(SecurityOptions.apparmorProfile(host.security(), request.facts())
                        .orElse(null))
                .oomScoreAdj(host.security().oomScoreAdj())
                .build();
    }

    /** A user other than root gets them by executing set-uid programs only. (CVE-2018-10856, CVE-2022-24769) */
    static Capabilities capabilities(List<String> bounding, User user) {
        return user.uid() == 0 ? Capabilities.of(bounding) : new Capabilities(bounding, null, null, null, null);
    }

    static @Nullable ConsoleSize consoleSize(List<Integer> rowsAndColumns) {
        boolean known = rowsAndColumns.size() == 2 && rowsAndColumns.getFirst() > 0;
        return known ? new ConsoleSize(rowsAndColumns.getFirst(), rowsAndColumns.getLast()) : null;
    }
}
