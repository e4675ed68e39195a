package sampan.runtime.command;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sampan.kernel.file.Fcntl;
import sampan.kernel.file.Memfd;
import sampan.oci.spec.Hook;
import sampan.oci.spec.Hooks;
import sampan.oci.spec.Spec;
import sampan.runtime.launch.HookCompiler;
import sampan.runtime.launch.HookKind;
import sampan.runtime.launch.ListedHook;
import sampan.runtime.program.Descriptor;
import sampan.runtime.program.Program;
import sampan.runtime.state.ContainerRecord;

/** Runs hooks of the runtime's namespaces in the caller's own process: they have his rights, and no others. */
record HookRunner(Context context, Hooks hooks) {
    private static final Hooks NONE = new Hooks(null, null, null, null, null, null);
    private static final String UNSTARTED = "unable to start container process: ";

    static HookRunner of(Context context, Spec spec) {
        Hooks hooks = spec.hooks();
        return new HookRunner(context, hooks == null ? NONE : hooks);
    }

    static HookRunner none(Context context) {
        return new HookRunner(context, NONE);
    }

    /** One program that is no hook of the container's, but is run as a prestart hook is. */
    static HookRunner of(Context context, Hook program) {
        return new HookRunner(context, new Hooks(List.of(program), null, null, null, null, null));
    }

    /** Says which property is wrong. */
    static void check(@Nullable Hooks hooks) throws RuntimeFailure {
        if (hooks == null) {
            return;
        }
        for (ListedHook listed : ListedHook.of(hooks, HookKind.values())) {
            check(listed.hook(), "hooks." + listed.kind().word() + "[" + listed.index() + "].");
        }
    }

    private static void check(Hook hook, String where) throws RuntimeFailure {
        if (!String.valueOf(hook.path()).startsWith("/")) {
            throw new RuntimeFailure(where + "path: must be absolute");
        }
        Integer timeout = hook.timeout();
        if (timeout != null && timeout <= 0) {
            throw new RuntimeFailure(where + "timeout: must be greater than zero");
        }
        boolean nul = hook.path().indexOf('\0') >= 0
                || hook.args().stream().anyMatch(word -> word.indexOf('\0') >= 0)
                || hook.env().stream().anyMatch(word -> word.indexOf('\0') >= 0);
        if (nul) {
            throw new RuntimeFailure(where + "path, args and env must not contain a NUL");
        }
    }

    boolean any(HookKind... kinds) {
        return !ListedHook.of(hooks, kinds).isEmpty();
    }

    /**
     * Runs those of these kinds, one kind after another, until one fails.
     *
     * @param pid 0: there is no process any more
     */
    void run(ContainerRecord record, String status, int pid, HookKind... kinds) throws IOException, RuntimeFailure {
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
    void runPoststop(ContainerRecord record) throws IOException {
        for (ListedHook hook : ListedHook.of(hooks, HookKind.POSTSTOP)) {
            try {
                run(List.of(hook), record, "stopped", 0);
            } catch (RuntimeFailure failed) {
                context.log().warning(failed.getMessage());
            }
        }
    }
}
