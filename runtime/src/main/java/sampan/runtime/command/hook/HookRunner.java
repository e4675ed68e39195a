package sampan.runtime.command.hook;

import java.io.IOException;
import java.util.List;
import sampan.kernel.file.Fcntl;
import sampan.kernel.file.Memfd;
import sampan.oci.spec.Hook;
import sampan.oci.spec.Hooks;
import sampan.oci.spec.Spec;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.context.Context;
import sampan.runtime.command.handover.ControlChannel;
import sampan.runtime.command.handover.Handing;
import sampan.runtime.command.json.ContainerState;
import sampan.runtime.launch.HookCompiler;
import sampan.runtime.launch.HookKind;
import sampan.runtime.launch.ListedHook;
import sampan.runtime.program.Descriptor;
import sampan.runtime.program.Program;
import sampan.runtime.state.ContainerRecord;

/** Runs hooks of the runtime's namespaces in the caller's own process: they have his rights, and no others. */
public record HookRunner(Context context, Hooks hooks) {
    private static final Hooks NONE = new Hooks(null, null, null, null, null, null);
    private static final String UNSTARTED = "unable to start container process: ";

    public static HookRunner of(Context context, Spec spec) {
        Hooks hooks = spec.hooks();
        return new HookRunner(context, hooks == null ? NONE : hooks);
    }

    public static HookRunner none(Context context) {
        return new HookRunner(context, NONE);
    }

    /** One program that is no hook of the container's, but is run as a prestart hook is. */
    public static HookRunner of(Context context, Hook program) {
        return new HookRunner(context, new Hooks(List.of(program), null, null, null, null, null));
    }

    public boolean any(HookKind... kinds) {
        return !ListedHook.of(hooks, kinds).isEmpty();
    }

    /**
     * Runs those of these kinds, one kind after another, until one fails.
     *
     * @param pid 0: there is no process any more
     */
    public void run(ContainerRecord record, String status, int pid, HookKind... kinds)
            throws IOException, RuntimeFailure {
        run(ListedHook.of(hooks, kinds), record, status, pid);
    }

    private void run(List<ListedHook> listed, ContainerRecord record, String status, int pid)
            throws IOException, RuntimeFailure {
        if (listed.isEmpty()) {
            return;
        }
        Program program = HookCompiler.compile(listed, status, record.bundle());
        try (Handing handing = new Handing(context);
                ControlChannel control = new ControlChannel(status.equals("creating") ? UNSTARTED : "")) {
            handing.put(new Descriptor.Control(), Fcntl.duplicate(control.handed()));
            handing.put(
                    new Descriptor.HookState(status), Memfd.sealed("state", ContainerState.json(record, status, pid)));
            HookFiles.handOutput(handing);
            handing.launch(program);
            control.done(program);
        }
    }

    /** What fails when the container is gone is a warning: nothing can be undone. */
    public void runPoststop(ContainerRecord record) throws IOException {
        for (ListedHook hook : ListedHook.of(hooks, HookKind.POSTSTOP)) {
            try {
                run(List.of(hook), record, "stopped", 0);
            } catch (RuntimeFailure failed) {
                context.log().warning(failed.getMessage());
            }
        }
    }
}
