package sampan.runtime.launch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
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
    private static final int MESSAGE = 104;
    private static final int IOVEC_AT = 56;
    private static final int BYTE_AT = 72;
    private static final int CONTROL_AT = 80;
    private static final int CONTROL_LENGTH = 20;
    private static final int FD_AT = CONTROL_AT + 16;
    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;

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

    /** One buffer holds msghdr, iovec, the one byte that has to be, and the control message. */
    private static void send(Launch launch) {
        byte[] bytes = new byte[MESSAGE];
        ByteBuffer fields = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        fields.putLong(24, 1).putLong(40, CONTROL_LENGTH + 4); // msg_iovlen, msg_controllen
        fields.putLong(IOVEC_AT + 8, 1);
        fields.putLong(CONTROL_AT, CONTROL_LENGTH)
                .putInt(CONTROL_AT + 8, SOL_SOCKET)
                .putInt(CONTROL_AT + 12, SCM_RIGHTS);
        Buffer message = Buffer.self(
                bytes,
                List.of(
                        new Buffer.Inner(16, IOVEC_AT),
                        new Buffer.Inner(32, CONTROL_AT),
                        new Buffer.Inner(IOVEC_AT, BYTE_AT)),
                "{SCM_RIGHTS, [ptmx]}");
        launch.script().poke(message, FD_AT, launch.register("ptmx"), Integer.BYTES);
        launch.script()
                .call(Syscall.SENDMSG, launch.value("pty socket of the child"), Argument.of(message), Argument.of(0));
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
