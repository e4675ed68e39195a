package sampan.runtime.launch;

import java.util.List;
import java.util.Optional;
import sampan.kernel.Errno;
import sampan.oci.spec.Hooks;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Buffer;
import sampan.runtime.program.Descriptor;
import sampan.runtime.program.Program;
import sampan.runtime.program.Script;
import sampan.runtime.program.Syscall;

/** Hooks of the runtime's namespaces as a program for the caller's process: who calls the runtime is who runs them. */
public final class HookCompiler {
    /** All but those that come once the container's program runs. */
    static final HookKind[] AWAITED = {
        HookKind.PRESTART, HookKind.CREATE_RUNTIME, HookKind.CREATE_CONTAINER, HookKind.START_CONTAINER
    };

    private static final int USUAL_UMASK = 022;

    private HookCompiler() {}

    /** Whether a container's process waits, once it is there, for what {@link Handover#HOOKS} announces. */
    public static boolean concern(Hooks hooks) {
        return !ListedHook.of(hooks, AWAITED).isEmpty();
    }

    /**
     * Runs them in order, until one fails. The control socket hears {@link Handover#READY} at the end, or why it ended earlier.
     *
     * @param status the container's, as the {@link Descriptor.HookState} has it
     * @param folder they run in, if it is still there
     */
    public static Program compile(List<ListedHook> hooks, String status, String folder) {
        Script script = new Script();
        Argument.Handed control = script.handed(new Descriptor.Control());
        Buffer number = Buffer.ints("<" + control.descriptor().label() + ">", control.number());
        script.peek(number, 0, Integer.BYTES, script.register(Pipes.REPORT));
        script.report(script.register(Pipes.REPORT));
        HookSteps steps = HookSteps.of(script, status, () -> {
            Leaks.shedSignals(script);
            script.call(Syscall.CHDIR, Argument.of(folder)).tolerate(Errno.ENOENT, Errno.EACCES, Errno.ENOTDIR);
            script.call(Syscall.UMASK, Argument.octal(USUAL_UMASK));
        });
        hooks.forEach(steps::run);
        script.purpose("done", "none has failed", "unix(7)");
        Handover.say(script, Handover.READY, "{done}");
        script.end();
        return script.program(Optional.empty());
    }
}
