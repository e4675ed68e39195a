package sampan.runtime.launch;

import java.util.List;
import sampan.oci.spec.Implements;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Monitor;
import sampan.runtime.program.Script;
import sampan.runtime.program.Syscall;

/** <a href="https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#control-groups">config-linux.md#control-groups</a> */
@Implements(value = "config-linux.md#cgroups-path", properties = "linux.cgroupsPath")
final class Cgroup {
    private Cgroup() {}

    /** In the parent of the runtime's: its cgroup is made while this process comes to be. */
    static void await(Launch launch) {
        if (Handover.of(launch) && launch.request().cgroups().any()) {
            launch.script()
                    .purpose("wait for the cgroup", "the runtime makes it meanwhile, with its limits", "unix(7)")
                    .blame("waiting for the cgroup: the runtime is gone");
            HookSections.await(launch, launch.register(Pipes.REPORT));
        }
    }

    /** In the parent: the directory that clone3(2) takes, and the file the monitor reads at the end. */
    static void open(Launch launch) {
        Script script = launch.script();
        Cgroups cgroups = launch.request().cgroups();
        if (cgroups.unified().isEmpty() && cgroups.oomFile().isEmpty()) {
            return;
        }
        script.purpose("the container's cgroup", "made by the engine, with its limits", "cgroups(7)");
        cgroups.unified()
                .ifPresent(directory -> script.blame("open " + directory + ": %ERROR%")
                        .call(
                                Syscall.OPENAT,
                                Argument.AT_FDCWD,
                                Argument.of(directory),
                                Symbol.all(Symbol.O_PATH, Symbol.O_DIRECTORY, Symbol.O_CLOEXEC))
                        .into(launch.register("cgroup")));
        cgroups.oomFile()
                .ifPresent(file -> script.blame("open " + file + ": %ERROR%")
                        .call(
                                Syscall.OPENAT,
                                Argument.AT_FDCWD,
                                Argument.of(file),
                                Symbol.all(Symbol.O_RDONLY, Symbol.O_CLOEXEC))
                        .into(launch.make(Monitor.Role.OOM, "oom")));
    }

    /** In the child, while the host's paths are there; where a user namespace is joined the helper has done it. */
    static void join(Launch launch) {
        if (launch.namespaces().joins(Namespaces.Kind.USER)) {
            return;
        }
        joinTasks(launch);
        if (launch.namespaces().creates(Namespaces.Kind.CGROUP)) {
            // After the joins: the namespace's root is where the process is now.
            launch.script()
                    .purpose("a cgroup namespace", "the container's cgroup looks like the root", "cgroup_namespaces(7)")
                    .call(Syscall.UNSHARE, Symbol.CLONE_NEWCGROUP.argument());
        }
    }

    /** By a process with one thread: {@code tasks} needs no RCU grace period then. */
    static void joinTasks(Launch launch) {
        if (!launch.request().cgroups().joins().isEmpty()) {
            launch.script()
                    .purpose(
                            "join the cgroups of version 1",
                            "before anything runs that could escape the limits",
                            "cgroups(7)");
            launch.request().cgroups().joins().forEach(file -> join(launch, file));
        }
    }

    static void join(Launch launch, String file) {
        open(launch, file, "file");
        joinOpen(launch, file, "file");
    }

    /** In the parent of a process that is born where the host's paths are not; {@link #joinOpened} is for the child. */
    static void openTasks(Launch launch) {
        launch.request().cgroups().joins().forEach(file -> open(launch, file, file));
    }

    static void joinOpened(Launch launch) {
        List<String> files = launch.request().cgroups().joins();
        if (!files.isEmpty()) {
            launch.script()
                    .purpose("join the cgroups of version 1", "as the container's other processes", "cgroups(7)");
            files.forEach(file -> joinOpen(launch, file, file));
        }
    }

    private static void open(Launch launch, String file, String register) {
        launch.script()
                .blame("write " + file + ": %ERROR%")
                .call(
                        Syscall.OPENAT,
                        Argument.AT_FDCWD,
                        Argument.of(file),
                        Symbol.all(Symbol.O_WRONLY, Symbol.O_CLOEXEC))
                .into(launch.register(register));
    }

    private static void joinOpen(Launch launch, String file, String register) {
        Script script = launch.script().blame("write " + file + ": %ERROR%");
        script.call(Syscall.WRITE, launch.value(register), Argument.of("0"), Argument.of(1));
        script.call(Syscall.CLOSE, launch.value(register));
    }
}
