package sampan.runtime.launch;

import java.nio.charset.StandardCharsets;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Buffer;
import sampan.runtime.program.Register;
import sampan.runtime.program.Script;
import sampan.runtime.program.Syscall;

/** A new network namespace has an interface {@code lo}, which is down. */
final class Loopback {
    private static final int IFREQ = 40;
    private static final int FLAGS_AT = 16;
    private static final byte IFF_UP = 1;

    private Loopback() {}

    static void compile(Launch launch) {
        if (launch.namespaces().creates(Namespaces.Kind.NETWORK)) {
            up(launch.script(), launch.register("file"));
        }
    }

    /** In the network namespace in which the program runs by now. */
    static void up(Script script, Register file) {
        byte[] request = new byte[IFREQ];
        byte[] name = "lo".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(name, 0, request, 0, name.length);
        request[FLAGS_AT] = IFF_UP;
        script.purpose("127.0.0.1 works", "the loopback interface of a new namespace is down", "netdevice(7)");
        script.call(
                        Syscall.SOCKET,
                        Symbol.AF_INET.argument(),
                        Symbol.all(Symbol.SOCK_DGRAM, Symbol.SOCK_CLOEXEC),
                        Argument.of(0))
                .into(file);
        script.call(
                Syscall.IOCTL,
                Argument.of(file),
                Symbol.SIOCSIFFLAGS.argument(),
                Argument.of(Buffer.of(request, "{lo, IFF_UP}")));
        script.call(Syscall.CLOSE, Argument.of(file));
    }
}
