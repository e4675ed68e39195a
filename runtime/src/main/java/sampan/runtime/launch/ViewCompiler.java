package sampan.runtime.launch;

import java.util.List;
import java.util.Optional;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Buffer;
import sampan.runtime.program.Descriptor;
import sampan.runtime.program.Program;
import sampan.runtime.program.Script;
import sampan.runtime.program.Syscall;

/**
 * A container's file system, mounted for somebody to look into while nothing runs in it: its root and its bind mounts, in a mount namespace
 * of the launch process's own. The descriptor of the root goes out through first client 0; when that closes its end, the process ends, and
 * the mounts with it. No program of the image runs, and no path of it is opened from outside. (CVE-2018-15664, CVE-2019-14271)
 */
public final class ViewCompiler {
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int FIRST = 3;
    private static final String ASKER = "who asked";

    private static final List<Section> ORDER = List.of(
            ViewCompiler::hear,
            Leaks::hide,
            BindMount::prepare,
            RootMount::prepare,
            ViewCompiler::leave,
            RootMount::attach,
            Mounts::compile,
            RootMount::finish,
            ViewCompiler::give);

    private ViewCompiler() {}

    /** @throws InvalidSpecException when what is asked for cannot be */
    public static Program compile(LaunchRequest request) {
        Launch launch = new Launch(request, new Script());
        ORDER.forEach(section -> section.compile(launch));
        launch.script().end();
        return launch.script().program(Optional.empty());
    }

    /** A failure is told where the root would have been handed out. */
    private static void hear(Launch launch) {
        Script script = launch.script();
        script.purpose("who asked", "hears of a failure, or gets the root", "unix(7)");
        script.call(
                        Syscall.FCNTL,
                        script.handed(new Descriptor.FirstClient(0)),
                        Argument.of(F_DUPFD_CLOEXEC),
                        Argument.of(FIRST))
                .into(launch.register(ASKER));
        script.report(launch.register(ASKER));
    }

    private static void leave(Launch launch) {
        launch.script()
                .purpose("a mount namespace of its own", "it ends with this process", "unshare(2)")
                .blame("unshare: %ERROR%");
        launch.script().call(Syscall.UNSHARE, Symbol.CLONE_NEWNS.argument());
    }

    private static void give(Launch launch) {
        Script script = launch.script();
        script.purpose("hand out the root", "and wait until nobody needs it any more", "unix(7)");
        Passed message = Passed.descriptor();
        script.poke(message.buffer(), Passed.FD_AT, launch.register("root"), Integer.BYTES);
        script.call(Syscall.SENDMSG, launch.value(ASKER), Argument.of(message.buffer()), Argument.of(0));
        script.call(Syscall.READ, launch.value(ASKER), Argument.of(Buffer.space(1, "&byte")), Argument.of(1));
    }
}
