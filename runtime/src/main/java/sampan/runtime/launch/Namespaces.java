package sampan.runtime.launch;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import sampan.kernel.Errno;
import sampan.oci.spec.Implements;
import sampan.oci.spec.Namespace;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Descriptor;
import sampan.runtime.program.Label;
import sampan.runtime.program.Script;
import sampan.runtime.program.Step;
import sampan.runtime.program.Syscall;

/** <a href="https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#namespaces">config-linux.md#namespaces</a> */
@Implements(value = "config-linux.md#namespaces", properties = "linux.namespaces")
final class Namespaces {
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
        if (launch.namespaces().joins(Kind.PID) && !launch.namespaces().joins(Kind.USER)) {
            launch.script().purpose("join a pid namespace", "children of this process are born there", "setns(2)");
            join(launch, Kind.PID);
        }
    }

    /** All others that exist already are joined by the child itself, or by the helper that makes it. */
    static void joinOthers(Launch launch) {
        launch.script()
                .purpose("join namespaces", "they exist already and are shared with other containers", "setns(2)");
        if (launch.namespaces().joins(Kind.USER)) {
            joinAround(launch);
            return;
        }
        for (Kind kind : Kind.values()) {
            if (kind != Kind.PID && kind != Kind.MOUNT && launch.namespaces().joins(kind)) {
                join(launch, kind);
            }
        }
    }

    /** Once everything is mounted, which cannot be done from another one: {@link SharedMounts}. */
    static void joinMount(Launch launch) {
        if (launch.namespaces().joins(Kind.MOUNT)) {
            join(launch, Kind.MOUNT);
        }
    }

    /** Those that belong to the host can be joined before the user namespace only, and for those that belong to it that may be needed first. */
    private static void joinAround(Launch launch) {
        Script script = launch.script();
        List<Kind> others = Arrays.stream(Kind.values())
                .filter(kind -> kind != Kind.USER && launch.namespaces().joins(kind))
                .toList();
        for (Kind kind : others) {
            join(launch, kind).tolerate(Errno.EPERM).into(launch.register("joined " + kind.word));
        }
        join(launch, Kind.USER);
        Argument zero = Argument.of(0);
        for (Kind kind : others) {
            Label done = script.label();
            // Works only with 0, which is what the first attempt gave if it worked.
            script.call(
                            Syscall.PRCTL,
                            Symbol.PR_GET_NO_NEW_PRIVS.argument(),
                            launch.value("joined " + kind.word),
                            zero,
                            zero,
                            zero)
                    .tolerate(Errno.EINVAL)
                    .thenTo(done);
            join(launch, kind);
            script.place(done);
        }
    }

    /** The descriptor of one that exists already. */
    static Argument.Handed joined(Launch launch, Kind kind) {
        String path = String.valueOf(launch.namespaces().paths.get(kind));
        return launch.script().handed(new Descriptor.JoinedNamespace(kind.word, path));
    }

    private static Step join(Launch launch, Kind kind) {
        String path = String.valueOf(launch.namespaces().paths.get(kind));
        return launch.script()
                .blame("lstat " + path + ": joining the " + kind.word + " namespace: %ERROR%")
                .call(Syscall.SETNS, joined(launch, kind), kind.flag.argument());
    }
}
