package sampan.runtime.launch;

import sampan.runtime.program.Argument;
import sampan.runtime.program.Buffer;
import sampan.runtime.program.Descriptor;
import sampan.runtime.program.Monitor;
import sampan.runtime.program.Script;
import sampan.runtime.program.Syscall;

/** What the child and the monitor say to each other: failures, output, input, the pty, the go-ahead. */
final class Pipes {
    /** The register with what failures are written to. */
    static final String REPORT = "report write end";

    private Pipes() {}

    static void report(Launch launch) {
        if (Handover.of(launch)) {
            launch.script().purpose("the control socket", "tells who was born, or which step failed", "unix(7)");
            Handover.keep(launch, new Descriptor.Control(), REPORT);
            launch.script().report(launch.register(REPORT));
            return;
        }
        launch.script()
                .purpose("the report pipe", "tells which step failed; its end of file, that none did", "pipe(2)");
        pipe(launch, "report", REPORT);
        launch.make(Monitor.Role.REPORT, "report");
        launch.script().report(launch.register(REPORT));
    }

    static void streams(Launch launch) {
        Script script = launch.script();
        if (launch.process().terminal() && Handover.hasConsole(launch)) {
            script.purpose("the caller's socket for the pty", "the child sends its master side there", "unix(7)");
            Handover.keep(launch, new Descriptor.ConsoleSocket(), "pty socket of the child");
            return;
        }
        if (launch.process().terminal()) {
            script.purpose("a socket for the pty", "the child makes the pty and sends its master side here", "unix(7)");
            socketpair(launch, launch.make(Monitor.Role.PTY, "pty socket").name(), "pty socket of the child");
            return;
        }
        if (launch.request().streams() == Streams.INHERITED) {
            return;
        }
        script.purpose("pipes for the streams", "the monitor keeps the other ends", "pipe(2)");
        if (launch.request().streams() == Streams.ALL) {
            pipe(
                    launch,
                    "stdin",
                    launch.make(Monitor.Role.STDIN, "stdin of the monitor").name());
        }
        pipe(launch, launch.make(Monitor.Role.STDOUT, "stdout of the monitor").name(), "stdout");
        pipe(launch, launch.make(Monitor.Role.STDERR, "stderr of the monitor").name(), "stderr");
    }

    static void socketpair(Launch launch, String one, String other) {
        socketpair(launch, Symbol.SOCK_STREAM, one, other);
    }

    static void socketpair(Launch launch, Symbol type, String one, String other) {
        Buffer pair = Buffer.space(2 * Integer.BYTES, "&pair");
        launch.script()
                .call(
                        Syscall.SOCKETPAIR,
                        Symbol.AF_UNIX.argument(),
                        Symbol.all(type, Symbol.SOCK_CLOEXEC),
                        Argument.of(0),
                        Argument.of(pair));
        keep(launch, pair, one, other);
    }

    private static void pipe(Launch launch, String readEnd, String writeEnd) {
        Buffer pair = Buffer.space(2 * Integer.BYTES, "&pair");
        launch.script().call(Syscall.PIPE2, Argument.of(pair), Symbol.O_CLOEXEC.argument());
        keep(launch, pair, readEnd, writeEnd);
    }

    private static void keep(Launch launch, Buffer pair, String first, String second) {
        launch.script().peek(pair, 0, Integer.BYTES, launch.register(first));
        launch.script().peek(pair, Integer.BYTES, Integer.BYTES, launch.register(second));
    }

    /** In the child, at the end: the pipes become 0, 1 and 2. */
    static void take(Launch launch) {
        Handover.streams(launch);
        if (launch.process().terminal() || launch.request().streams() == Streams.INHERITED) {
            return;
        }
        launch.script().purpose("the streams", "0, 1 and 2 of the container's process", "dup(2)");
        if (launch.request().streams() == Streams.ALL) {
            become(launch, "stdin", 0);
        }
        become(launch, "stdout", 1);
        become(launch, "stderr", 2);
    }

    private static void become(Launch launch, String register, int number) {
        launch.script().call(Syscall.DUP3, launch.value(register), Argument.of(number), Argument.of(0));
        give(launch, number);
    }

    /** So that the user can open /dev/stdout. An id that is not mapped, or a file system without owners, is no reason to fail. */
    static void give(Launch launch, int number) {
        long uid = launch.process().user().uid();
        if (uid != 0) {
            launch.script()
                    .call(Syscall.FCHOWN, Argument.of(number), Argument.of(uid), Argument.of(-1))
                    .tolerate(sampan.kernel.Errno.EINVAL, sampan.kernel.Errno.EPERM, sampan.kernel.Errno.EROFS);
        }
    }
}
