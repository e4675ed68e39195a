package sampan.runtime.launch;

import sampan.oci.spec.Hooks;
import sampan.oci.spec.Implements;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Buffer;
import sampan.runtime.program.Descriptor;
import sampan.runtime.program.Register;
import sampan.runtime.program.Script;
import sampan.runtime.program.Syscall;

/**
 * <a href="https://github.com/opencontainers/runtime-spec/blob/main/config.md#posix-platform-hooks">config.md#posix-platform-hooks</a>
 *
 * <p>Those that run in the container's namespaces are children of the container's first process. For the others that process waits,
 * and who made it runs a {@link HookCompiler} program.
 */
@Implements(value = "config.md#posix-platform-hooks", properties = "hooks")
final class HookSections {
    private static final int USUAL_UMASK = 022;

    /** The register with the engine's socket. */
    private static final String CHANNEL = "hook channel";

    private HookSections() {}

    private static boolean any(Launch launch, HookKind... kinds) {
        Hooks hooks = launch.spec().hooks();
        return hooks != null && !ListedHook.of(hooks, kinds).isEmpty();
    }

    /** A monitor reads the reports of what an engine launches: who runs its hooks is told by a socket of their own. */
    static void channel(Launch launch) {
        if (!Handover.of(launch) && any(launch, HookCompiler.AWAITED)) {
            launch.script().purpose("the hooks' socket", "the engine hears when it is their turn", "unix(7)");
            Handover.keep(launch, new Descriptor.Control(), CHANNEL);
        }
    }

    private static Register told(Launch launch) {
        return launch.register(Handover.of(launch) ? Pipes.REPORT : CHANNEL);
    }

    /** Whether a hook may look for the container's root by its path. */
    static boolean seeRoot(Launch launch) {
        return any(launch, HookKind.PRESTART, HookKind.CREATE_RUNTIME, HookKind.CREATE_CONTAINER);
    }

    /** Whether who starts the container must hear how that goes. */
    static boolean reportsStart(Launch launch) {
        return any(launch, HookKind.START_CONTAINER, HookKind.POSTSTART);
    }

    /**
     * The runtime's hooks, with everything mounted and the host's tree still there. The byte comes also when there are only hooks of
     * the container's: what they read has to be written first. Without it the runtime is gone, and so is the container.
     */
    static void createRuntime(Launch launch) {
        if (!any(launch, HookCompiler.AWAITED)) {
            return;
        }
        Script script = launch.script();
        script.purpose("the runtime's hooks", "they run outside; the runtime tells when they are done", "unix(7)")
                .blame("waiting for the runtime's hooks: the runtime is gone");
        Handover.say(script, told(launch), Handover.HOOKS, "{hooks}");
        await(launch);
    }

    /** What the runtime keeps of the container is written before its program runs, also where nobody starts that. */
    static void known(Launch launch) {
        if (Handover.of(launch) && !Handover.gated(launch) && !any(launch, HookCompiler.AWAITED)) {
            launch.script()
                    .purpose("known", "the runtime has written who this is", "unix(7)")
                    .blame("waiting for the runtime: it is gone");
            await(launch);
        }
    }

    private static void await(Launch launch) {
        await(launch, told(launch));
    }

    /** A byte from the runtime. It is a zero, and without it the word stays what it is, with which the second call does not work. */
    static void await(Launch launch, Register told) {
        Script script = launch.script();
        Argument zero = Argument.of(0);
        Buffer word = Buffer.ints("&byte", 1);
        script.call(Syscall.READ, Argument.of(told), Argument.of(word), Argument.of(1));
        script.peek(word, 0, Integer.BYTES, launch.register("byte"));
        script.call(Syscall.PRCTL, Symbol.PR_GET_NO_NEW_PRIVS.argument(), launch.value("byte"), zero, zero, zero);
    }

    /** In the container's namespaces, but with the host's tree. */
    static void createContainer(Launch launch) {
        Script script = launch.script();
        run(launch, HookKind.CREATE_CONTAINER, "creating", () -> {
            script.call(Syscall.FCHDIR, launch.root());
            script.call(Syscall.UMASK, Argument.octal(USUAL_UMASK));
        });
    }

    /** In the container, confined as it is: the programs may be its own. */
    static void startContainer(Launch launch) {
        run(launch, HookKind.START_CONTAINER, "created", () -> {});
    }

    private static void run(Launch launch, HookKind kind, String status, Runnable first) {
        Hooks hooks = launch.spec().hooks();
        if (hooks != null && any(launch, kind)) {
            Script script = launch.script();
            HookSteps steps = new HookSteps(
                    script, script.handed(new Descriptor.HookState(status)), told(launch), !Handover.of(launch), first);
            ListedHook.of(hooks, kind).forEach(steps::run);
        }
    }
}
