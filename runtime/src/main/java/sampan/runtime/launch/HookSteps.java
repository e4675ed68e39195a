package sampan.runtime.launch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import sampan.kernel.Errno;
import sampan.oci.spec.Hook;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Blame;
import sampan.runtime.program.Buffer;
import sampan.runtime.program.Descriptor;
import sampan.runtime.program.Label;
import sampan.runtime.program.Register;
import sampan.runtime.program.Script;
import sampan.runtime.program.Syscall;

/**
 * One hook: a child that runs it, a wait that may end in a kill, and, when it failed, the words of {@link HookResult} for whoever
 * runs the hooks.
 *
 * @param state what it reads
 * @param channel a register with the socket that those words go to
 * @param alsoFails whether the program's own report goes elsewhere, and must tell of the failure as well
 * @param first what the child does before all else
 */
record HookSteps(Script script, Argument state, Register channel, boolean alsoFails, Runnable first) {
    private static final Argument ZERO = Argument.of(0);
    private static final int POLLIN = 1;
    private static final int SIGSET = 8;
    private static final int MOST_OUTPUT = 16384;
    private static final int FAILED = 125;

    /** Of a program whose reports are read by who runs the hooks. */
    static HookSteps of(Script script, String status, Runnable first) {
        return new HookSteps(
                script, script.handed(new Descriptor.HookState(status)), script.register(Pipes.REPORT), false, first);
    }

    void run(ListedHook listed) {
        Hook hook = listed.hook();
        script.purpose(
                        listed.kind().word() + " hook #" + listed.index() + ": " + hook.path(),
                        "it reads the container's state",
                        "clone(2)")
                .blame(listed.blame() + "%CALL%: %ERROR%");
        rewind();
        Buffer pidfd = Buffer.space(Integer.BYTES, "&pidfd");
        Label parent = script.label();
        script.forkTo(
                parent,
                Symbol.all(Symbol.CLONE_PIDFD, Symbol.SIGCHLD),
                Argument.NULL,
                Argument.of(pidfd),
                Argument.NULL,
                ZERO);
        child(listed);
        script.place(parent);
        script.purpose("wait for the hook", "its failure is the container's", "waitid(2)")
                .blame(listed.blame() + "%CALL%: %ERROR%");
        Leaks.shedBrokenPipe(script);
        Register process = script.register("hook");
        script.peek(pidfd, 0, Integer.BYTES, process);
        Buffer result = Buffer.of(result(listed), "&result");
        await(hook, process, result);
        judge(listed, result);
    }

    private static byte[] result(ListedHook listed) {
        Integer timeout = listed.hook().timeout();
        byte[] bytes = new byte[HookResult.SIZE];
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(HookResult.KIND_AT, listed.kind().number)
                .putInt(HookResult.INDEX_AT, listed.index())
                .putInt(HookResult.TIMEOUT_AT, timeout == null ? 0 : timeout)
                .putShort(HookResult.POLL_AT + Integer.BYTES, (short) POLLIN);
        return bytes;
    }

    /** What it reads is at its beginning, and nothing of an earlier one is in what it writes to. */
    private void rewind() {
        script.call(Syscall.LSEEK, state, ZERO, Symbol.SEEK_SET.argument());
        for (int number = 1; number <= 2; number++) {
            Argument output = output(number);
            script.call(Syscall.FTRUNCATE, output, ZERO);
            script.call(Syscall.LSEEK, output, ZERO, Symbol.SEEK_SET.argument());
        }
    }

    private Argument output(int number) {
        return script.handed(new Descriptor.HookOutput(number));
    }

    private void child(ListedHook listed) {
        Hook hook = listed.hook();
        first.run();
        script.call(Syscall.DUP3, state, ZERO, ZERO);
        script.call(Syscall.DUP3, output(1), Argument.of(1), ZERO);
        script.call(Syscall.DUP3, output(2), Argument.of(2), ZERO);
        script.call(
                Syscall.CLOSE_RANGE,
                Argument.of(3),
                Argument.hex(Leaks.LAST_FD),
                Symbol.CLOSE_RANGE_CLOEXEC.argument());
        List<String> args = hook.args().isEmpty() ? List.of(hook.path()) : hook.args();
        script.call(
                        Syscall.EXECVE,
                        Argument.of(hook.path()),
                        Argument.of(Buffer.vector(args, args.toString())),
                        Argument.of(Buffer.vector(hook.env(), "[" + hook.env().size() + " variables]")))
                .blame(new Blame.Sentence(listed.unrunnable() + "%ERROR%"));
    }

    /** A kill does nothing to a process that has ended. */
    private void await(Hook hook, Register process, Buffer result) {
        Integer seconds = hook.timeout();
        if (seconds != null) {
            script.poke(result, HookResult.POLL_AT, process, Integer.BYTES);
            script.call(
                    Syscall.PPOLL,
                    new Argument.Address(result, HookResult.POLL_AT),
                    Argument.of(1),
                    Argument.of(Buffer.longs("{" + seconds + " s}", seconds, 0)),
                    Argument.NULL,
                    Argument.of(SIGSET));
            script.call(
                    Syscall.PIDFD_SEND_SIGNAL, Argument.of(process), Symbol.SIGKILL.argument(), Argument.NULL, ZERO);
        }
        script.call(
                Syscall.WAITID,
                Symbol.P_PIDFD.argument(),
                Argument.of(process),
                new Argument.Address(result, HookResult.SIGINFO_AT),
                Symbol.WEXITED.argument(),
                Argument.NULL);
        script.call(Syscall.CLOSE, Argument.of(process));
    }

    /** A program cannot compare, but this call of prctl(2) works only when its arguments are 0, as the status of a success is. */
    private void judge(ListedHook listed, Buffer result) {
        Register status = script.register("hook's status");
        script.peek(result, HookResult.STATUS_AT, Integer.BYTES, status);
        Label fine = script.label();
        script.call(Syscall.PRCTL, Symbol.PR_GET_NO_NEW_PRIVS.argument(), Argument.of(status), ZERO, ZERO, ZERO)
                .tolerate(Errno.EINVAL)
                .thenTo(fine);
        Argument report = Argument.of(channel);
        script.call(Syscall.WRITE, report, Argument.of(result), Argument.of(HookResult.SIZE));
        tell(report, 1);
        script.call(Syscall.WRITE, report, Argument.of(Buffer.space(1, "{0}")), Argument.of(1));
        tell(report, 2);
        if (alsoFails) {
            script.call(Syscall.PRCTL, Symbol.PR_GET_NO_NEW_PRIVS.argument(), Argument.of(status), ZERO, ZERO, ZERO)
                    .blame(new Blame.Sentence(listed.failed()));
        }
        script.call(Syscall.EXIT, Argument.of(FAILED));
        script.place(fine);
    }

    private void tell(Argument report, int number) {
        script.call(
                        Syscall.SENDFILE,
                        report,
                        output(number),
                        Argument.of(Buffer.longs("[0]", 0)),
                        Argument.of(MOST_OUTPUT))
                .tolerateAll();
    }
}
