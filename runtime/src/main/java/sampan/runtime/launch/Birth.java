package sampan.runtime.launch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Buffer;
import sampan.runtime.program.Label;
import sampan.runtime.program.Monitor;
import sampan.runtime.program.Script;
import sampan.runtime.program.Step;
import sampan.runtime.program.Syscall;

/**
 * How the container's first process comes to be: by one clone3(2) with all new namespaces.
 *
 * <p>When a user namespace is joined, that does not do: new namespaces would belong to the host's. Then a helper is born first; it
 * joins, makes the new namespaces, and gives birth to the process as its own sibling.
 */
final class Birth {
    private static final int ARGUMENTS = 88;
    private static final int PIDFD_AT = 8;
    private static final int EXIT_SIGNAL_AT = 32;
    private static final int CGROUP_AT = 80;
    private static final int SIGCHLD = 17;
    private static final String FAILED = "clone3: %ERROR%";

    private final Launch launch;
    private final Script script;
    private final boolean helped;
    private final Label afterwards;
    private final Label helperAfterwards;
    private final Buffer pidfd = Buffer.space(Integer.BYTES, "&pidfd");

    Birth(Launch launch) {
        this.launch = launch;
        this.script = launch.script();
        this.helped = launch.namespaces().joins(Namespaces.Kind.USER);
        this.afterwards = script.label();
        this.helperAfterwards = script.label();
    }

    /** What is written next is the child's. */
    void begin() {
        launch.make(Monitor.Role.PID, "pid");
        launch.make(Monitor.Role.PIDFD, "pidfd");
        if (helped) {
            helper();
        } else {
            script.purpose(
                            "the container's first process",
                            "new namespaces and its cgroup from the first instant",
                            "clone(2)")
                    .blame(FAILED);
            clone(afterwards, SIGCHLD, news(launch)).into(launch.register("pid"));
        }
    }

    /** Not cgroup: its root is where the process is, and it joins version 1's first. Not time: see {@link TimeNamespace}. */
    private static List<Symbol> news(Launch launch) {
        List<Symbol> flags = new ArrayList<>();
        for (Namespaces.Kind kind : Namespaces.Kind.values()) {
            boolean later = kind == Namespaces.Kind.CGROUP || kind == Namespaces.Kind.TIME;
            if (!later && launch.namespaces().creates(kind)) {
                flags.add(kind.flag);
            }
        }
        return flags;
    }

    private void helper() {
        script.purpose("a helper", "it goes into the user namespace, which nobody comes out of", "clone(2)")
                .blame(FAILED);
        Pipes.socketpair(launch, "helper", "helper's end");
        clone(afterwards, SIGCHLD, List.of());
        Limits.raise(launch);
        Cgroup.joinTasks(launch);
        Namespaces.joinOthers(launch);
        script.purpose("new namespaces", "they belong to the user namespace", "unshare(2)")
                .blame("unshare: %ERROR%");
        IdMappings.become(launch);
        List<Symbol> flags = news(launch);
        if (launch.namespaces().creates(Namespaces.Kind.CGROUP)) {
            flags.add(Symbol.CLONE_NEWCGROUP);
        }
        script.call(Syscall.UNSHARE, Symbol.all(flags.toArray(Symbol[]::new)));
        script.purpose("the container's first process", "a child of the launch process, not of the helper", "clone(2)")
                .blame(FAILED);
        // A sibling says with the helper's signal that it ended; none may be given.
        clone(helperAfterwards, 0, List.of(Symbol.CLONE_PARENT)).into(launch.register("pid"));
    }

    private Step clone(Label parent, int signal, List<Symbol> namespaces) {
        List<Symbol> flags = new ArrayList<>(List.of(Symbol.CLONE_PIDFD));
        flags.addAll(namespaces);
        // A sibling is born where the helper is.
        boolean into = signal != 0 && launch.request().cgroups().unified().isPresent();
        if (into) {
            flags.add(Symbol.CLONE_INTO_CGROUP);
        }
        Buffer arguments = arguments(flags.toArray(Symbol[]::new), signal);
        if (into) {
            script.poke(arguments, CGROUP_AT, launch.register("cgroup"), Long.BYTES);
        }
        return script.cloneTo(parent, Argument.of(arguments), Argument.of(ARGUMENTS));
    }

    private Buffer arguments(Symbol[] flags, int signal) {
        byte[] bytes = new byte[ARGUMENTS];
        ByteBuffer fields = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        fields.putLong(0, Symbol.bits(flags)).putLong(EXIT_SIGNAL_AT, signal);
        return Buffer.of(
                bytes,
                List.of(new Buffer.Pointer(PIDFD_AT, pidfd, 0)),
                "{flags=" + Symbol.text(flags) + ", exit_signal=" + (signal == 0 ? "0" : "SIGCHLD") + "}");
    }

    /** What was written last is the child's; what comes next is the launch process's. */
    void end() {
        if (helped) {
            tell();
        }
        script.place(afterwards);
        script.purpose("the monitor takes over", "the child works on", "pidfd_open(2)");
        if (helped) {
            hear();
        } else {
            script.peek(pidfd, 0, Integer.BYTES, launch.register("pidfd"));
        }
    }

    private void tell() {
        script.place(helperAfterwards);
        script.purpose("the helper tells", "the number and the pidfd of the process it made", "unix(7)");
        script.peek(pidfd, 0, Integer.BYTES, launch.register("pidfd"));
        Passed message = Passed.descriptor();
        script.poke(message.buffer(), Passed.PAYLOAD_AT, launch.register("pid"), Integer.BYTES);
        script.poke(message.buffer(), Passed.FD_AT, launch.register("pidfd"), Integer.BYTES);
        script.call(Syscall.SENDMSG, launch.value("helper's end"), Argument.of(message.buffer()), Argument.of(0));
        script.call(Syscall.EXIT, Argument.of(0));
    }

    /** A helper that failed tells nothing, and closes its end: then there is no pid, and the report pipe has the reason. */
    private void hear() {
        Passed message = Passed.descriptor();
        script.call(Syscall.CLOSE, launch.value("helper's end"));
        script.call(
                Syscall.RECVMSG,
                launch.value("helper"),
                Argument.of(message.buffer()),
                Symbol.MSG_CMSG_CLOEXEC.argument());
        script.peek(message.buffer(), Passed.PAYLOAD_AT, Integer.BYTES, launch.register("pid"));
        script.peek(message.buffer(), Passed.FD_AT, Integer.BYTES, launch.register("pidfd"));
    }
}
