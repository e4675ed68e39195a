package sampan.runtime.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sampan.kernel.Errno;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Descriptor;
import sampan.runtime.program.Program;
import sampan.runtime.program.Register;
import sampan.runtime.program.Script;
import sampan.runtime.program.Syscall;

/**
 * A network namespace, new or a running container's, for the engine to work on from outside: the launch process enters it, sets what only who is inside can set,
 * and hands out a routing socket that was opened there and the namespace itself. No thread of the engine ever enters it. (Law 2; netlink(7), namespaces(7))
 */
public final class NetworkCompiler {
    static final String ASKER = "who asked";
    private static final String SOCKET = "route socket";
    private static final String NAMESPACE = "namespace";
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int FIRST = 3;

    private NetworkCompiler() {}

    /** @param sysctls values of files below /proc/sys, written there before anything else is in the namespace; what this kernel lacks is left out */
    public static Program fresh(Map<String, String> sysctls) {
        Script script = new Script();
        hear(script);
        unshare(script);
        sysctls.forEach((path, value) -> write(script, path, value));
        open(script);
        NameSockets.open(script);
        return end(script, List.of(SOCKET, NAMESPACE, NameSockets.UDP, NameSockets.TCP));
    }

    /** Some with nothing in them but a loopback interface that is up, as a container's own has it; the namespaces are handed out one by one. */
    public static Program bare(int count) {
        Script script = new Script();
        hear(script);
        List<String> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            made.add(NAMESPACE + " " + i);
            unshare(script);
            hold(script, made.getLast());
        }
        return end(script, made);
    }

    private static void unshare(Script script) {
        script.purpose("a network namespace of its own", "it lives as long as somebody holds it", "unshare(2)")
                .blame("unshare: %ERROR%");
        script.call(Syscall.UNSHARE, Symbol.CLONE_NEWNET.argument());
        Loopback.up(script, script.register("file"));
    }

    /** @param process of which the namespace is to be had: {@code /proc/PID/ns/net} */
    public static Program of(String process, Map<String, String> sysctls) {
        Script script = joined(process);
        sysctls.forEach((path, value) -> write(script, path, value));
        open(script);
        return end(script, List.of(SOCKET, NAMESPACE));
    }

    /**
     * The sockets of a name server in a namespace, and nothing else.
     *
     * @param process of which the namespace is to be had: {@code /proc/PID/ns/net}
     */
    public static Program names(String process) {
        Script script = joined(process);
        NameSockets.open(script);
        return end(script, List.of(NameSockets.UDP, NameSockets.TCP));
    }

    private static Script joined(String process) {
        Script script = new Script();
        hear(script);
        script.purpose("the container's network namespace", "nothing else of the container is joined", "setns(2)")
                .blame("setns: %ERROR%");
        script.call(
                Syscall.SETNS,
                script.handed(new Descriptor.JoinedNamespace("network", process)),
                Symbol.CLONE_NEWNET.argument());
        return script;
    }

    static void hear(Script script) {
        script.purpose("who asked", "hears of a failure, or gets the descriptors", "unix(7)");
        script.call(
                        Syscall.FCNTL,
                        script.handed(new Descriptor.FirstClient(0)),
                        Argument.of(F_DUPFD_CLOEXEC),
                        Argument.of(FIRST))
                .into(script.register(ASKER));
        script.report(script.register(ASKER));
    }

    private static void write(Script script, String path, String value) {
        script.purpose(path + " = " + value, "settled before a link is there", "sysctl(8)");
        Register file = script.register("file");
        var done = script.label();
        script.call(
                        Syscall.OPENAT,
                        Argument.AT_FDCWD,
                        Argument.of("/proc/sys/" + path),
                        Symbol.all(Symbol.O_WRONLY, Symbol.O_CLOEXEC))
                .into(file)
                .tolerate(Errno.ENOENT)
                .elseTo(done);
        script.call(Syscall.WRITE, Argument.of(file), Argument.of(value), Argument.of(value.length()));
        script.call(Syscall.CLOSE, Argument.of(file));
        script.place(done);
    }

    private static void open(Script script) {
        script.purpose("a socket for links, addresses and routes", "it stays bound to this namespace", "rtnetlink(7)");
        script.call(
                        Syscall.SOCKET,
                        Symbol.AF_NETLINK.argument(),
                        Symbol.all(Symbol.SOCK_RAW, Symbol.SOCK_CLOEXEC),
                        Argument.of(0))
                .into(script.register(SOCKET));
        hold(script, NAMESPACE);
    }

    private static void hold(Script script, String register) {
        script.purpose(
                "the namespace itself", "for a container to join, and for a link to be born in", "namespaces(7)");
        script.call(
                        Syscall.OPENAT,
                        Argument.AT_FDCWD,
                        Argument.of("/proc/self/ns/net"),
                        Symbol.all(Symbol.O_RDONLY, Symbol.O_CLOEXEC))
                .into(script.register(register));
    }

    private static Program end(Script script, List<String> opened) {
        script.purpose("hand them out", "nothing of this process is needed any more", "unix(7)");
        for (String name : opened) {
            Passed message = Passed.descriptor();
            script.poke(message.buffer(), Passed.FD_AT, script.register(name), Integer.BYTES);
            script.call(
                    Syscall.SENDMSG,
                    Argument.of(script.register(ASKER)),
                    Argument.of(message.buffer()),
                    Argument.of(0));
        }
        script.call(Syscall.EXIT, Argument.of(0));
        script.end();
        return script.program(Optional.empty());
    }
}
