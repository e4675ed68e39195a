package sampan.runtime.launch;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import sampan.oci.spec.ContainerProcess;
import sampan.oci.spec.Linux;
import sampan.oci.spec.Spec;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Descriptor;
import sampan.runtime.program.Monitor;
import sampan.runtime.program.MonitorSettings;
import sampan.runtime.program.Program;
import sampan.runtime.program.Script;
import sampan.runtime.program.Syscall;

/**
 * Turns the start of criu into a program. To write a container into files, the launch process becomes criu. To make one of them, criu is
 * its child: criu makes the container's first process as its own sibling, so that the launch process has it as if it had made it itself.
 */
public final class CriuCompiler {
    private static final String ROOT = "root";

    private CriuCompiler() {}

    /** Where criu sees the root. */
    public static String root(String place) {
        return place + "/" + ROOT;
    }

    public static Program compile(CriuLaunch request) {
        Launch launch = new Launch(asLaunch(request), new Script());
        if (request.restored().isEmpty()) {
            return become(launch, request);
        }
        CriuLaunch.Restored restored = request.restored().get();
        List<Section> parent = List.of(
                Leaks::hide, Pipes::report, section -> terminal(section, restored), Cgroup::open, RootMount::prepare);
        List<Section> child = List.of(
                Leaks::shedSignals,
                Cgroup::joinTasks,
                section -> place(section, restored),
                section -> talk(section, request),
                Pipes::take,
                Handover::preserve,
                Leaks::closeAll,
                section -> keep(section, request),
                Execution::compile);
        List<Section> after = List.of(Handover::announce, CriuCompiler::hear);
        return LaunchCompiler.compile(launch, parent, child, after);
    }

    private static Program become(Launch launch, CriuLaunch request) {
        Handover.claim(launch);
        List.<Section>of(
                        Pipes::report,
                        Leaks::shedSignals,
                        section -> talk(section, request),
                        Handover::preserve,
                        Leaks::closeAll,
                        section -> keep(section, request),
                        Execution::compile)
                .forEach(section -> section.compile(launch));
        launch.script().end();
        return launch.script().program(Optional.empty());
    }

    private static LaunchRequest asLaunch(CriuLaunch request) {
        Optional<CriuLaunch.Restored> restored = request.restored();
        boolean terminal = restored.map(CriuLaunch.Restored::terminal).orElse(false);
        ContainerProcess criu = ContainerProcess.running(
                        List.of(request.program(), "swrk", Integer.toString(CriuLaunch.SOCKET)))
                .env(request.environment())
                .cwd("/")
                .terminal(terminal)
                .build();
        Optional<MonitorSettings> monitor = restored.flatMap(CriuLaunch.Restored::monitor);
        LaunchRequest launch = LaunchRequest.of(
                        request.id(),
                        Spec.of(criu, Linux.in(List.of()).build()),
                        new Rootfs.DirectoryRoot(
                                restored.map(CriuLaunch.Restored::rootfs).orElse("/"), true),
                        request.host())
                .withCgroups(restored.map(CriuLaunch.Restored::cgroups).orElse(Cgroups.NONE))
                .withHandover(new Handover(
                        monitor.isPresent(), false, false, request.descriptors(), true, Set.of(0, 1, 2), false));
        return monitor.map(launch::withMonitor).orElse(launch);
    }

    /** The monitor hears of the terminal from the runtime, which gets it from criu. */
    private static void terminal(Launch launch, CriuLaunch.Restored restored) {
        if (restored.terminal() && restored.monitor().isPresent()) {
            launch.script().purpose("a socket for the pty", "its master side comes from criu", "unix(7)");
            Handover.keep(
                    launch,
                    new Descriptor.ConsoleSocket(),
                    launch.make(Monitor.Role.PTY, "pty socket").name());
        }
    }

    /** The root has to be a mount, with nothing on top of what it is mounted in; and nobody else may see it. */
    private static void place(Launch launch, CriuLaunch.Restored restored) {
        Script script = launch.script();
        script.purpose("a mount namespace for criu", "it ends with criu", "unshare(2)")
                .blame("unshare: %ERROR%");
        script.call(Syscall.UNSHARE, Symbol.CLONE_NEWNS.argument());
        MountAttributes.letGoOfTheHost(launch);
        script.purpose("a place for the root", "criu wants it to be a mount", "move_mount(2)");
        FileSystem tmpfs = FileSystem.open(launch, "tmpfs");
        tmpfs.set("mode", "700");
        tmpfs.mount(launch.register("place"), Argument.of(0));
        script.call(Syscall.MKDIRAT, launch.value("place"), Argument.of(ROOT), Argument.octal(0755));
        move(launch, "place", Argument.AT_FDCWD, restored.place());
        move(launch, "root", launch.value("place"), ROOT);
    }

    private static void move(Launch launch, String mount, Argument folder, String path) {
        launch.script()
                .call(
                        Syscall.MOVE_MOUNT,
                        launch.value(mount),
                        Argument.of(""),
                        folder,
                        Argument.of(path),
                        Symbol.MOVE_MOUNT_F_EMPTY_PATH.argument());
    }

    /** criu looks its folders up among the descriptors of who made the socket: so that is criu's own process. */
    private static void talk(Launch launch, CriuLaunch request) {
        Script script = launch.script();
        script.purpose("criu's socket", "requests and answers go by it", "socketpair(2)");
        Pipes.socketpair(launch, Symbol.SOCK_SEQPACKET, "socket of the runtime", "socket of criu");
        Passed message = Passed.descriptor();
        script.poke(message.buffer(), Passed.FD_AT, launch.register("socket of the runtime"), Integer.BYTES);
        script.call(Syscall.SENDMSG, launch.value(Pipes.REPORT), Argument.of(message.buffer()), Argument.of(0));
        request.folders().ifPresent(folders -> {
            folder(launch, folders.images(), "images");
            folder(launch, folders.work(), "work");
        });
    }

    private static void folder(Launch launch, String path, String register) {
        launch.script().blame("open " + path + ": %ERROR%");
        launch.script()
                .call(
                        Syscall.OPENAT,
                        Argument.AT_FDCWD,
                        Argument.of(path),
                        Symbol.all(Symbol.O_RDONLY, Symbol.O_DIRECTORY, Symbol.O_CLOEXEC))
                .into(launch.register(register));
    }

    private static void keep(Launch launch, CriuLaunch request) {
        launch.script().purpose("what criu keeps", "at numbers that are in nobody's way", "dup(2)");
        keep(launch, "socket of criu", CriuLaunch.SOCKET);
        if (request.folders().isPresent()) {
            keep(launch, "images", CriuLaunch.IMAGES);
            keep(launch, "work", CriuLaunch.WORK);
        }
    }

    private static void keep(Launch launch, String register, int number) {
        launch.script().call(Syscall.DUP3, launch.value(register), Argument.of(number), Argument.of(0));
    }

    /** In the parent: criu ends, and the runtime tells who is in the container now; when it tells nothing, there is nobody. */
    private static void hear(Launch launch) {
        Script script = launch.script();
        script.purpose("who was restored", "the number and the pidfd of the process criu made", "unix(7)");
        Passed message = Passed.descriptor();
        script.call(
                Syscall.RECVMSG,
                launch.value(Pipes.REPORT),
                Argument.of(message.buffer()),
                Symbol.MSG_CMSG_CLOEXEC.argument());
        script.purpose("criu is done", "it leaves nothing behind", "waitid(2)");
        script.call(
                Syscall.WAITID,
                Symbol.P_PIDFD.argument(),
                launch.value("pidfd"),
                Argument.NULL,
                Symbol.WEXITED.argument(),
                Argument.NULL);
        script.call(Syscall.CLOSE, launch.value("pidfd"));
        script.peek(message.buffer(), Passed.PAYLOAD_AT, Integer.BYTES, launch.register("pid"));
        script.peek(message.buffer(), Passed.FD_AT, Integer.BYTES, launch.register("pidfd"));
    }
}
