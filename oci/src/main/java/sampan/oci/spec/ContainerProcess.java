package sampan.oci.spec;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** <a href="https://github.com/opencontainers/runtime-spec/blob/main/config.md#process">config.md#process</a> */
public record ContainerProcess(
        boolean terminal,
        @Nullable ConsoleSize consoleSize,
        User user,
        List<String> args,
        List<String> env,
        String cwd,
        @Nullable Capabilities capabilities,
        List<Rlimit> rlimits,
        boolean noNewPrivileges,
        @Nullable String apparmorProfile,
        @Nullable String selinuxLabel,
        @Nullable Integer oomScoreAdj,
        @Nullable Scheduler scheduler,
        @Nullable IoPriority ioPriority,
        @JsonProperty("execCPUAffinity") @Nullable CpuAffinity execCpuAffinity) {
    public ContainerProcess(
            boolean terminal,
            @Nullable ConsoleSize consoleSize,
            @Nullable User user,
            @Nullable List<String> args,
            @Nullable List<String> env,
            @Nullable String cwd,
            @Nullable Capabilities capabilities,
            @Nullable List<Rlimit> rlimits,
            boolean noNewPrivileges,
            @Nullable String apparmorProfile,
            @Nullable String selinuxLabel,
            @Nullable Integer oomScoreAdj,
            @Nullable Scheduler scheduler,
            @Nullable IoPriority ioPriority,
            @JsonProperty("execCPUAffinity") @Nullable CpuAffinity execCpuAffinity) {
        this.terminal = terminal;
        this.consoleSize = consoleSize;
        this.user = user == null ? User.ROOT : user;
        this.args = Copies.of(args);
        this.env = Copies.of(env);
        this.cwd = cwd == null ? "/" : cwd;
        this.capabilities = capabilities;
        this.rlimits = Copies.of(rlimits);
        this.noNewPrivileges = noNewPrivileges;
        this.apparmorProfile = apparmorProfile;
        this.selinuxLabel = selinuxLabel;
        this.oomScoreAdj = oomScoreAdj;
        this.scheduler = scheduler;
        this.ioPriority = ioPriority;
        this.execCpuAffinity = execCpuAffinity;
    }

    /** A builder holding this process's values, for what changes a few of fifteen. */
    public ContainerProcessBuilder edit() {
        return new ContainerProcessBuilder(this);
    }

    /** A process of root in {@code /}, with no environment and no capabilities. */
    public static ContainerProcessBuilder running(List<String> args) {
        return new ContainerProcess(
                        false, null, null, args, null, null, null, null, false, null, null, null, null, null, null)
                .edit();
    }
}
