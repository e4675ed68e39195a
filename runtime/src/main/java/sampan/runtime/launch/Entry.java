package sampan.runtime.launch;

import java.util.ArrayList;
import java.util.List;
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
    /** In the parent: its children are born there. */
    void joinPid(Launch launch) {
        if (namespaces.has(Namespaces.Kind.PID)) {
            launch.script()
                    .purpose("the container's pid namespace", "children of this process are born there", "setns(2)")
                    .blame("joining the container: %ERROR%");
            launch.script().call(Syscall.SETNS, pidfd(launch), Namespaces.Kind.PID.flag.argument());
        }
    }

    /** All others at once: either the process is in the container or it is not. */
    void join(Launch launch) {
        List<Symbol> flags = new ArrayList<>();
        for (Namespaces.Kind kind : Namespaces.Kind.values()) {
            if (kind != Namespaces.Kind.PID && namespaces.has(kind)) {
                flags.add(kind.flag);
            }
        }
        if (flags.isEmpty()) {
            return;
        }
        Script script = launch.script();
        script.purpose("the container's other namespaces", "all at once, through its first process", "setns(2)")
                .blame("joining the container: %ERROR%");
        script.call(Syscall.SETNS, pidfd(launch), Symbol.all(flags.toArray(Symbol[]::new)));
        if (remapped()) {
            IdMappings.become(launch);
        }
    }

    /** The mount namespace's root is this process's root now. */
    void openRoot(Launch launch) {
        Script script = launch.script();
        script.purpose("the container's root", "what is opened is opened below it", "openat2(2)");
        script.call(
                        Syscall.OPENAT,
                        Argument.AT_FDCWD,
                        Argument.of("/"),
                        Symbol.all(Symbol.O_PATH, Symbol.O_DIRECTORY, Symbol.O_CLOEXEC))
                .into(launch.register("root"));
        script.call(Syscall.CHDIR, Argument.of("/"));
    }

    /** In a user namespace nobody may raise a limit. */
    void raiseLimits(Launch launch) {
        if (remapped()) {
            Limits.raise(launch);
        }
    }

    private boolean remapped() {
        return namespaces.has(Namespaces.Kind.USER);
    }

    private static Argument pidfd(Launch launch) {
        return launch.script().handed(new Descriptor.InitPidfd());
    }
}
