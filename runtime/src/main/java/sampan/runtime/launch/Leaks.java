package sampan.runtime.launch;

import sampan.runtime.program.Argument;
import sampan.runtime.program.Buffer;
import sampan.runtime.program.Script;
import sampan.runtime.program.Syscall;

/** What the launch process inherited and a container must not: ignored signals, a signal mask, descriptors, a core dump's view. */
final class Leaks {
    private static final int SIGKILL = 9;
    private static final int SIGSTOP = 19;
    private static final int SIGNALS = 64;
    private static final int SIGSET = 8;
    private static final int SIGACTION = 32;
    static final long LAST_FD = 0xffff_ffffL;

    private Leaks() {}

    /** In the child: the monitor's own signals are the monitor's business. */
    static void shedSignals(Launch launch) {
        shedSignals(launch.script());
    }

    static void shedSignals(Script script) {
        script.purpose(
                "signals as after boot", "a signal ignored here would be ignored in the container", "sigaction(2)");
        Buffer ordinary = Buffer.space(SIGACTION, "{SIG_DFL}");
        for (int signal = 1; signal <= SIGNALS; signal++) {
            if (signal != SIGKILL && signal != SIGSTOP) {
                shed(script, Argument.of(signal), ordinary);
            }
        }
        script.call(
                Syscall.RT_SIGPROCMASK,
                Symbol.SIG_SETMASK.argument(),
                Argument.of(Buffer.space(SIGSET, "[]")),
                Argument.NULL,
                Argument.of(SIGSET));
    }

    /** Who has forked ignores SIGPIPE, as a monitor must. */
    static void shedBrokenPipe(Script script) {
        shed(script, Symbol.SIGPIPE.argument(), Buffer.space(SIGACTION, "{SIG_DFL}"));
    }

    private static void shed(Script script, Argument signal, Buffer ordinary) {
        script.call(Syscall.RT_SIGACTION, signal, Argument.of(ordinary), Argument.NULL, Argument.of(SIGSET));
    }

    /** Before anything is opened: descriptors above those handed over are nobody's. */
    static void hide(Launch launch) {
        if (launch.unprivileged()) {
            return; // /proc/PID/uid_map would be root's; IdMappings.become() hides it
        }
        Script script = launch.script();
        script.purpose(
                "nobody looks in",
                "a process of a shared pid namespace must not trace this one (CVE-2016-9962)",
                "PR_SET_DUMPABLE(2const)");
        script.call(Syscall.PRCTL, Symbol.PR_SET_DUMPABLE.argument(), Argument.of(0));
    }

    /** Last of all: only 0, 1 and 2 survive execve(2). */
    static void closeAll(Launch launch) {
        launch.script()
                .purpose("no descriptor but 0, 1 and 2", "a leaked one leads out (CVE-2024-21626)", "close_range(2)")
                .call(
                        Syscall.CLOSE_RANGE,
                        Argument.of(3 + Handover.preserved(launch)),
                        Argument.hex(LAST_FD),
                        Symbol.CLOSE_RANGE_CLOEXEC.argument());
    }
}
