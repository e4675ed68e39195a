package sampan.oci.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link ContainerProcess} under construction; see {@link ContainerProcess#edit} and {@link ContainerProcess#running}. */
public final class ContainerProcessBuilder {
    private boolean terminal;
    private @Nullable ConsoleSize consoleSize;
    private User user;
    private List<String> args;
    private List<String> env;
    private String cwd;
    private @Nullable Capabilities capabilities;
    private List<Rlimit> rlimits;
    private boolean noNewPrivileges;
    private @Nullable String apparmorProfile;
    private @Nullable String selinuxLabel;
    private @Nullable Integer oomScoreAdj;
    private @Nullable Scheduler scheduler;
    private @Nullable IoPriority ioPriority;
    private @Nullable CpuAffinity execCpuAffinity;

    ContainerProcessBuilder(ContainerProcess from) {
        terminal = from.terminal();
        consoleSize = from.consoleSize();
        user = from.user();
        args = from.args();
        env = from.env();
        cwd = from.cwd();
        capabilities = from.capabilities();
        rlimits = from.rlimits();
        noNewPrivileges = from.noNewPrivileges();
        apparmorProfile = from.apparmorProfile();
        selinuxLabel = from.selinuxLabel();
        oomScoreAdj = from.oomScoreAdj();
        scheduler = from.scheduler();
        ioPriority = from.ioPriority();
        execCpuAffinity = from.execCpuAffinity();
    }

    public ContainerProcessBuilder terminal(boolean value) {
        terminal = value;
        return this;
    }

    public ContainerProcessBuilder consoleSize(@Nullable ConsoleSize value) {
        consoleSize = value;
        return this;
    }

    public ContainerProcessBuilder user(User value) {
        user = value;
        return this;
    }

    public ContainerProcessBuilder args(List<String> value) {
        args = value;
        return this;
    }

    public ContainerProcessBuilder env(List<String> value) {
        env = value;
        return this;
    }

    public ContainerProcessBuilder cwd(String value) {
        cwd = value;
        return this;
    }

    public ContainerProcessBuilder capabilities(@Nullable Capabilities value) {
        capabilities = value;
        return this;
    }

    public ContainerProcessBuilder rlimits(List<Rlimit> value) {
        rlimits = value;
        return this;
    }

    public ContainerProcessBuilder noNewPrivileges(boolean value) {
        noNewPrivileges = value;
        return this;
    }

    public ContainerProcessBuilder apparmorProfile(@Nullable String value) {
        apparmorProfile = value;
        return this;
    }

    public ContainerProcessBuilder selinuxLabel(@Nullable String value) {
        selinuxLabel = value;
        return this;
    }

    public ContainerProcessBuilder oomScoreAdj(@Nullable Integer value) {
        oomScoreAdj = value;
        return this;
    }

    public ContainerProcessBuilder scheduler(@Nullable Scheduler value) {
        scheduler = value;
        return this;
    }

    public ContainerProcessBuilder ioPriority(@Nullable IoPriority value) {
        ioPriority = value;
        return this;
    }

    public ContainerProcessBuilder execCpuAffinity(@Nullable CpuAffinity value) {
        execCpuAffinity = value;
        return this;
    }

    public ContainerProcess build() {
        return new ContainerProcess(
                terminal,
                consoleSize,
                user,
                args,
                env,
                cwd,
                capabilities,
                rlimits,
                noNewPrivileges,
                apparmorProfile,
                selinuxLabel,
                oomScoreAdj,
                scheduler,
                ioPriority,
                execCpuAffinity);
    }
}
