package sampan.runtime.launch;

import sampan.oci.spec.ConsoleSize;
import sampan.oci.spec.Implements;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Buffer;
import sampan.runtime.program.Script;
import sampan.runtime.program.Step;
import sampan.runtime.program.Syscall;

/**
 * <a href="https://github.com/opencontainers/runtime-spec/blob/main/config.md#process">config.md#process</a>, the terminal.
 *
 * <p>The slave side comes from the master by TIOCGPTPEER: no name in /dev/pts is looked up, so none can be exchanged. (CVE-2025-52565)
 */
@Implements(
        value = "config.md#process",
        properties = {"process.terminal", "process.consoleSize"})
final class Console {
    private static final int NEW_NODE = 0666;

    private Console() {}

    static void compile(Launch launch) {
        if (!launch.process().terminal()) {
            return;
        }
        Script script = launch.script();
        script.purpose("a terminal", "from the container's own devpts; its master side goes to the monitor", "pty(7)")
                .blame("open /dev/ptmx: %CALL%: %ERROR%");
        master(launch);
        script.call(
                Syscall.IOCTL, launch.value("ptmx"), Symbol.TIOCSPTLCK.argument(), Argument.of(Buffer.ints("[0]", 0)));
        script.call(
                        Syscall.IOCTL,
                        launch.value("ptmx"),
                        Symbol.TIOCGPTPEER.argument(),
                        Symbol.all(Symbol.O_RDWR, Symbol.O_NOCTTY, Symbol.O_CLOEXEC))
                .into(launch.register("pty"));
        resize(launch);
        send(launch);
    }

    private static void master(Launch launch) {
        boolean own = launch.spec().mounts().stream().anyMatch(mount -> "devpts".equals(mount.type()));
        Step open = own
                ? launch.script()
                        .call(
                                Syscall.OPENAT,
                                launch.value("devpts"),
                                Argument.of("ptmx"),
                                Symbol.all(Symbol.O_RDWR, Symbol.O_NOCTTY, Symbol.O_CLOEXEC))
                : How.TERMINAL.open(launch, "/dev/pts/ptmx");
        open.into(launch.register("ptmx"));
    }

    private static void resize(Launch launch) {
        ConsoleSize size = launch.process().consoleSize();
        if (size == null || size.height() == 0 || size.width() == 0) {
            return;
        }
        Buffer window = Buffer.ints(
                "{rows=" + size.height() + ", columns=" + size.width() + "}",
                (size.height() & 0xffff) | (size.width() << 16),
                0);
        launch.script().call(Syscall.IOCTL, launch.value("ptmx"), Symbol.TIOCSWINSZ.argument(), Argument.of(window));
    }

    private static void send(Launch launch) {
        Passed message = Passed.descriptor();
        launch.script().poke(message.buffer(), Passed.FD_AT, launch.register("ptmx"), Integer.BYTES);
        launch.script()
                .call(
                        Syscall.SENDMSG,
                        launch.value("pty socket of the child"),
                        Argument.of(message.buffer()),
                        Argument.of(0));
        launch.script().call(Syscall.CLOSE, launch.value("ptmx"));
    }

    /** /dev/console is the terminal as well. */
    static void bind(Launch launch) {
        if (!launch.process().terminal() || !Devices.ours(launch)) {
            return;
        }
        Script script = launch.script();
        script.purpose("/dev/console", "leads to the container's terminal, not to the host's console", "console(4)")
                .blame("/dev/console: %CALL%: %ERROR%");
        script.call(
                        Syscall.OPENAT,
                        launch.value("dev"),
                        Argument.of("console"),
                        Symbol.all(
                                Symbol.O_RDONLY,
                                Symbol.O_CREAT,
                                Symbol.O_NOFOLLOW,
                                Symbol.O_NOCTTY,
                                Symbol.O_NONBLOCK,
                                Symbol.O_CLOEXEC),
                        Argument.octal(NEW_NODE))
                .into(launch.register(MountPoint.TARGET));
        script.call(
                        Syscall.OPEN_TREE,
                        launch.value("pty"),
                        Argument.of(""),
                        Symbol.all(Symbol.OPEN_TREE_CLONE, Symbol.OPEN_TREE_CLOEXEC, Symbol.AT_EMPTY_PATH))
                .into(launch.register("mount"));
        MountPoint.attach(launch, launch.value("mount"));
    }

    /** The terminal becomes 0, 1 and 2, and controls the session. */
    static void take(Launch launch) {
        if (!launch.process().terminal()) {
            return;
        }
        Script script = launch.script();
        script.purpose("the terminal as 0, 1 and 2", "job control needs a controlling terminal", "TIOCSCTTY(2const)");
        for (int number = 0; number <= 2; number++) {
            script.call(Syscall.DUP3, launch.value("pty"), Argument.of(number), Argument.of(0));
        }
        script.call(Syscall.IOCTL, Argument.of(0), Symbol.TIOCSCTTY.argument(), Argument.of(0));
        Pipes.give(launch, 0);
    }
}
