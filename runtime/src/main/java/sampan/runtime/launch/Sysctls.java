package sampan.runtime.launch;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sampan.oci.spec.Implements;
import sampan.runtime.program.Blame;
import sampan.runtime.program.Quoted;

/**
 * <a href="https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#sysctl">config-linux.md#sysctl</a>
 *
 * <p>Only settings of a namespace that the container has for itself. The value is written as it is, once; nothing in it is looked at.
 * (CVE-2022-0811, CVE-2022-0532)
 */
@Implements(value = "config-linux.md#sysctl", properties = "linux.sysctl")
public final class Sysctls {
    private static final Set<String> IPC = Set.of(
            "kernel.msgmax",
            "kernel.msgmnb",
            "kernel.msgmni",
            "kernel.sem",
            "kernel.shmall",
            "kernel.shmmax",
            "kernel.shmmni",
            "kernel.shm_rmid_forced");

    private Sysctls() {}

    static void compile(Launch launch) {
        if (launch.linux().sysctl().isEmpty()) {
            return;
        }
        launch.linux().sysctl().forEach((name, value) -> check(launch, dotted(name), value));
        launch.script().purpose("sysctls", "of the container's own namespaces only", "sysctl(8)");
        PrivateProc.ensure(launch);
        for (Map.Entry<String, String> entry : launch.linux().sysctl().entrySet()) {
            String path = path(dotted(entry.getKey()));
            launch.script().blame("open /proc/" + path + ": %ERROR%");
            PrivateProc.write(launch, path, entry.getValue())
                    .blame(new Blame.Sentence("write /proc/" + path + ": %ERROR%"));
        }
    }

    /** Slashes and dots change places where a name is written with slashes, as in {@code net/ipv4/conf/eth0.1/forwarding}. */
    private static String dotted(String name) {
        int slash = name.indexOf('/');
        int dot = name.indexOf('.');
        return slash >= 0 && (dot < 0 || slash < dot) ? swapped(name) : name;
    }

    private static String path(String dotted) {
        return "sys/" + swapped(dotted);
    }

    private static String swapped(String name) {
        StringBuilder swapped = new StringBuilder();
        name.chars().forEach(c -> swapped.append(c == '/' ? '.' : c == '.' ? '/' : (char) c));
        return swapped.toString();
    }

    private static void check(Launch launch, String name, String value) {
        boolean odd = name.isEmpty()
                || name.startsWith("/")
                || swapped(name).startsWith("/")
                || ("/" + swapped(name) + "/").contains("/../")
                || ("/" + swapped(name) + "/").contains("//")
                || name.chars().anyMatch(Character::isISOControl);
        if (odd) {
            throw new InvalidSpecException("sysctl " + Quoted.of(name) + " is not a name");
        }
        if (value.indexOf('\0') >= 0) {
            throw new InvalidSpecException("sysctl " + Quoted.of(name) + ": a NUL in its value");
        }
        checkNamespace(launch, name);
    }

    /** The kind of namespace, in the words of {@code linux.namespaces}, that a setting is of; empty for what is of the whole host. */
    public static Optional<String> namespace(String dotted) {
        return kind(dotted).map(kind -> kind.word);
    }

    private static Optional<Namespaces.Kind> kind(String name) {
        if (IPC.contains(name) || name.startsWith("fs.mqueue.")) {
            return Optional.of(Namespaces.Kind.IPC);
        }
        if (name.startsWith("net.")) {
            return Optional.of(Namespaces.Kind.NETWORK);
        }
        return name.equals("kernel.domainname") ? Optional.of(Namespaces.Kind.UTS) : Optional.empty();
    }

    private static void checkNamespace(Launch launch, String name) {
        if (name.equals("kernel.hostname")) {
            throw new InvalidSpecException(
                    "sysctl " + Quoted.of(name) + " conflicts with the OCI field " + Quoted.of("hostname"));
        }
        Namespaces.Kind kind = kind(name)
                .orElseThrow(() -> new InvalidSpecException(
                        "sysctl " + Quoted.of(name) + " is not in a separate kernel namespace"));
        require(launch, kind, name);
    }

    /** A namespace that is joined is another container's, which runc allows for all but the host's own. */
    private static void require(Launch launch, Namespaces.Kind kind, String name) {
        if (!launch.namespaces().has(kind)) {
            throw new InvalidSpecException(
                    "sysctl " + Quoted.of(name) + " is not allowed in the hosts " + kind.word + " namespace");
        }
    }
}
