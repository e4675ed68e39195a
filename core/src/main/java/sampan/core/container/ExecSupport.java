package sampan.core.container;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sampan.core.container.start.Parts;
import sampan.core.container.start.SpecMaker;
import sampan.core.container.start.Starter;
import sampan.core.container.state.ContainerRecord;
import sampan.core.container.state.ContainerState;
import sampan.core.error.EngineException;
import sampan.core.event.Action;
import sampan.core.exec.ExecConfig;
import sampan.core.exec.ExecHost;
import sampan.core.launch.Launch;
import sampan.core.plan.ExecProcess;
import sampan.kernel.Fd;
import sampan.oci.spec.ContainerProcess;
import sampan.oci.spec.Linux;
import sampan.oci.spec.Spec;
import sampan.runtime.launch.Cgroups;
import sampan.runtime.launch.Host;
import sampan.runtime.launch.SeccompProgram;
import sampan.runtime.user.Identity;

/** One container for exec. An engine that adopted it plans its specification once more: the same configuration gives the same confinement. */
final class ExecSupport implements ExecHost {
    /** The shell's exit code for what cannot be run, as Docker has it for a user who is not there. */
    private static final int NOT_EXECUTABLE = 126;

    private final Parts parts;
    private final Life life;
    private final SpecMaker maker;

    ExecSupport(Parts parts, Life life, SpecMaker maker) {
        this.parts = parts;
        this.life = life;
        this.maker = maker;
    }

    @Override
    public Confinement confine(ExecConfig config) throws IOException {
        int firstPid = runningPid();
        ContainerRecord record = life.record();
        Starter.Launched launched =
                life.launched().isPresent() ? life.launched().get() : replanned(record);
        ContainerProcess first = launched.spec().process();
        Linux linux = launched.spec().linux();
        if (first == null || linux == null) {
            throw new IllegalStateException("a specification without a process");
        }
        String user = config.user().isEmpty() ? record.config().user() : config.user();
        Identity found = user(record, user);
        List<String> bounding =
                ExecProcess.bounding(first, config.privileged(), parts.machine().facts());
        ContainerProcess process = ExecProcess.of(
                first,
                record.config(),
                new ExecProcess.Wish(
                        config.cmd(), config.env(), config.workingDir(), config.tty(), config.rows(), config.columns()),
                found,
                bounding);
        Cgroups cgroups = parts.cgroups().beside(launched.cgroups(), record, firstPid);
        return new Confinement(process, linux, cgroups, launched.seccomp());
    }

    private Identity user(ContainerRecord record, String name) throws IOException {
        try {
            return parts.users().find(record, name);
        } catch (EngineException.InvalidArgument unknown) {
            throw new EngineException.StartFailure(NOT_EXECUTABLE, String.valueOf(unknown.getMessage()));
        }
    }

    private Starter.Launched replanned(ContainerRecord record) throws IOException {
        Spec spec = maker.replan(record);
        ContainerProcess process = spec.process();
        List<String> bounding = process == null || process.capabilities() == null
                ? List.of()
                : process.capabilities().bounding();
        Cgroups cgroups = parts.cgroups()
                .existing(record.id(), record.hostConfig().resources().cgroupParent());
        Optional<SeccompProgram> seccomp =
                parts.seccomp().filter(record.hostConfig().security(), bounding);
        return new Starter.Launched(spec, cgroups, seccomp, Optional.empty());
    }

    private int runningPid() {
        if (life.state() instanceof ContainerState.Running running) {
            return running.pid();
        }
        throw new EngineException.Conflict("Container " + life.id() + " is not running");
    }

    @Override
    public Fd firstProcess() throws IOException {
        return life.firstProcess();
    }

    @Override
    public Launch launch() {
        return parts.launch();
    }

    @Override
    public Host machine() {
        return parts.machine().host();
    }

    @Override
    public void tell(Action action, Map<String, String> more) {
        life.news().tell(action, more);
    }
}
