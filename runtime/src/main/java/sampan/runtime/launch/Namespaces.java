package sampan.runtime.launch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import sampan.oci.spec.Implements;
import sampan.oci.spec.Namespace;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Buffer;
import sampan.runtime.program.Descriptor;
import sampan.runtime.program.Label;
import sampan.runtime.program.Monitor;
import sampan.runtime.program.Script;
import sampan.runtime.program.Syscall;

/** <a href="https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#namespaces">config-linux.md#namespaces</a> */
@Implements(value = "config-linux.md#namespaces", properties = "linux.namespaces")
final class Namespaces {
    private static final int CLONE_ARGS = 88;
    private static final int PIDFD_AT = 8;
    private static final int EXIT_SIGNAL_AT = 32;
    private static final int CGROUP_AT = 80;
    private static final int SIGCHLD = 17;

    private final Map<Kind, String> paths;

    private Namespaces(Map<Kind, String> paths) {
        this.paths = paths;
    }

    /** The words of the specification, in the order in which they are joined: the rights come first. */
    enum Kind {
        USER("user", Symbol.CLONE_NEWUSER),
        IPC("ipc", Symbol.CLONE_NEWIPC),
        UTS("uts", Symbol.CLONE_NEWUTS),
        NETWORK("network", Symbol.CLONE_NEWNET),
        PID("pid", Symbol.CLONE_NEWPID),
        CGROUP("cgroup", Symbol.CLONE_NEWCGROUP),
        TIME("time", Symbol.CLONE_NEWTIME),
        MOUNT("mount", Symbol.CLONE_NEWNS);

        final String word;
        final Symbol flag;

        Kind(String word, Symbol flag) {
            this.word = word;
            this.flag = flag;
        }

        static Kind of(String word) {
            return Arrays.stream(values())
                    .filter(kind -> kind.word.equals(word))
                    .findFirst()
                    .orElseThrow(() -> new InvalidSpecException("linux.namespaces: unknown type " + word));
        }
    }

    static Namespaces of(List<Namespace> listed) {
        Map<Kind, String> paths = new EnumMap<>(Kind.class);
        for (Namespace namespace : listed) {
            String path = namespace.path();
            if (paths.put(Kind.of(namespace.type()), path == null ? "" : path) != null) {
                throw new InvalidSpecException("linux.namespaces: " + namespace.type() + " is there twice");
            }
        }
        return new Namespaces(paths);
    }

    /** The container does not share it with the host. */
    boolean has(Kind kind) {
        return paths.containsKey(kind);
    }

    boolean creates(Kind kind) {
        return "".equals(paths.get(kind));
    }

    boolean joins(Kind kind) {
        return has(kind) && !creates(kind);
    }

    /** A pid namespace is entered by being born into it, so the parent goes first. */
    static void joinPid(Launch launch) {
        if (launch.namespaces().joins(Kind.PID)) {
            launch.script().purpose("join a pid namespace", "children of this process are born there", "setns(2)");
            join(launch, Kind.PID);
        }
    }

    /** The child is made, with its new namespaces, in its cgroup; the parent goes on at the label. */
    static void clone(Launch launch, Label parent) {
        Script script = launch.script();
        List<Symbol> flags = new ArrayList<>(List.of(Symbol.CLONE_PIDFD));
        // Not cgroup: its root is where the process is, and it joins version 1's hierarchies first. Not time: see
        // TimeOffsets.
        for (Kind kind : List.of(Kind.USER, Kind.IPC, Kind.UTS, Kind.NETWORK, Kind.PID, Kind.MOUNT)) {
            if (launch.namespaces().creates(kind)) {
                flags.add(kind.flag);
            }
        }
        boolean unified = launch.request().cgroups().unified().isPresent();
        if (unified) {
            flags.add(Symbol.CLONE_INTO_CGROUP);
        }
        script.purpose(
                        "the container's first process",
                        "new namespaces and its cgroup from the first instant",
                        "clone(2)")
                .blame("clone3: %ERROR%");
        Symbol[] all = flags.toArray(Symbol[]::new);
        Buffer pidfd = Buffer.space(Integer.BYTES, "&pidfd");
        Buffer arguments = arguments(all, pidfd);
        if (unified) {
            script.poke(arguments, CGROUP_AT, launch.register("cgroup"), Long.BYTES);
        }
        script.cloneTo(parent, Argument.of(arguments), Argument.of(CLONE_ARGS))
                .into(launch.make(Monitor.Role.PID, "pid"));
        launch.make(Monitor.Role.PIDFD, "pidfd");
        launch.pidfd(pidfd);
    }

    private static Buffer arguments(Symbol[] flags, Buffer pidfd) {
        byte[] bytes = new byte[CLONE_ARGS];
        ByteBuffer fields = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        fields.putLong(0, Symbol.bits(flags)).putLong(EXIT_SIGNAL_AT, SIGCHLD);
        return Buffer.of(
                bytes,
                List.of(new Buffer.Pointer(PIDFD_AT, pidfd, 0)),
                "{flags=" + Symbol.text(flags) + ", exit_signal=SIGCHLD}");
    }

    /** All others that exist already are joined by the child itself. */
    static void joinOthers(Launch launch) {
        launch.script()
                .purpose("join namespaces", "they exist already and are shared with other containers", "setns(2)");
        for (Kind kind : Kind.values()) {
            if (kind != Kind.PID && launch.namespaces().joins(kind)) {
                join(launch, kind);
            }
        }
    }

    private static void join(Launch launch, Kind kind) {
        String path = String.valueOf(launch.namespaces().paths.get(kind));
        launch.script()
                .blame("lstat " + path + ": joining the " + kind.word + " namespace: %ERROR%")
                .call(
                        Syscall.SETNS,
                        launch.script().handed(new Descriptor.JoinedNamespace(kind.word, path)),
                        kind.flag.argument());
    }
}
