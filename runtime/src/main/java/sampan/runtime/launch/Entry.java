package sampan.runtime.launch;

import java.util.Arrays;
import java.util.function.Predicate;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Descriptor;
import sampan.runtime.program.Script;
import sampan.runtime.program.Syscall;

/**
 * The way into a running container: through the pidfd of its first process, which names that process and no other.
 *
 * @param namespaces the container's
 */
record Entry(Namespaces namespaces) {
    /**
     * In the parent: its children are born there, and with the container's root for theirs. A process of the container that may
     * trace others would else have the host's root by way of the new one's. (CVE-2016-9962)
     */
    void enter(Launch launch) {
        Script script = launch.script();
        script.purpose("the container's processes and files", "the new process is born among them", "setns(2)")
                .blame("joining the container: %ERROR%");
        if (visits()) {
            script.call(
                            Syscall.OPENAT,
                            Argument.AT_FDCWD,
                            Argument.of("/proc/self/ns/mnt"),
                            Symbol.all(Symbol.O_RDONLY, Symbol.O_CLOEXEC))
                    .into(launch.register("own mounts"));
        }
        if (SharedMounts.of(namespaces)) {
            root(script, "own root");
        }
        setns(launch, kind -> early(launch, kind));
        if (SharedMounts.of(namespaces)) {
            SharedMounts.change(script, script.handed(new Descriptor.InitRoot()));
        }
    }

    private static void root(Script script, String register) {
        script.call(
                        Syscall.OPENAT,
                        Argument.AT_FDCWD,
                        Argument.of("/"),
                        Symbol.all(Symbol.O_PATH, Symbol.O_DIRECTORY, Symbol.O_CLOEXEC))
                .into(script.register(register));
    }

    /** Who is not root enters any other namespace only as root of the container's, and whose children do has no way back anyway. */
    private boolean early(Launch launch, Namespaces.Kind kind) {
        return switch (kind) {
            case PID -> true;
            case MOUNT -> visits();
            case USER -> Handover.rootless(launch);
            case CGROUP, IPC, NETWORK, TIME, UTS -> false;
        };
    }

    /** In the parent, when the child is there: it is the host's again. */
    void leave(Launch launch) {
        if (visits()) {
            launch.script()
                    .purpose("back to the host's files", "a monitor holds nothing of the container", "setns(2)")
                    .call(Syscall.SETNS, launch.value("own mounts"), Symbol.CLONE_NEWNS.argument());
        }
        if (SharedMounts.of(namespaces)) {
            SharedMounts.change(launch.script(), launch.value("own root"));
        }
    }

    /** In the child: all others at once, so either the process is in the container or it is not. */
    void join(Launch launch) {
        if (SharedMounts.of(namespaces)) {
            launch.script().call(Syscall.CLOSE, launch.value("own root"));
        }
        launch.script()
                .purpose("the container's other namespaces", "all at once, through its first process", "setns(2)")
                .blame("joining the container: %ERROR%");
        setns(launch, kind -> !early(launch, kind));
        if (remapped()) {
            IdMappings.become(launch);
        }
    }

    private void setns(Launch launch, Predicate<Namespaces.Kind> wanted) {
        Symbol[] flags = Arrays.stream(Namespaces.Kind.values())
                .filter(kind -> namespaces.has(kind) && wanted.test(kind))
                .map(kind -> kind.flag)
                .toArray(Symbol[]::new);
        if (flags.length > 0) {
            launch.script().call(Syscall.SETNS, launch.script().handed(new Descriptor.InitPidfd()), Symbol.all(flags));
        }
    }

    /** Nobody comes back from a user namespace; who may trace in one may not trace what comes from outside. */
    private boolean visits() {
        return namespaces.has(Namespaces.Kind.MOUNT) && !remapped();
    }

    /** The mount namespace's root is this process's root now. */
    void openRoot(Launch launch) {
        Script script = launch.script();
        script.purpose("the container's root", "what is opened is opened below it", "openat2(2)");
        root(script, "root");
        script.call(Syscall.CHDIR, Argument.of("/"));
    }

    /** In a user namespace nobody may raise a limit. */
    void raiseLimits(Launch launch) {
        if (remapped()) {
            Limits.raiseToJoin(launch);
        }
    }

    private boolean remapped() {
        return namespaces.has(Namespaces.Kind.USER);
    }
}
