package sampan.runtime.launch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Buffer;
import sampan.runtime.program.Register;
import sampan.runtime.program.Script;
import sampan.runtime.program.Syscall;

/** Where a container asks for names, 127.0.0.11: opened in its network namespace, answered from outside. */
final class NameSockets {
    static final String UDP = "names by udp";
    static final String TCP = "names by tcp";

    private static final byte[] ADDRESS = {127, 0, 0, 11};
    private static final int PORT = 53;
    private static final int SOCKADDR = 16;
    private static final int BACKLOG = 16;

    private NameSockets() {}

    static void open(Script script) {
        script.purpose("127.0.0.11, port 53", "the engine answers there, from outside", "udp(7), tcp(7)");
        bind(script, script.register(UDP), Symbol.SOCK_DGRAM);
        Register tcp = script.register(TCP);
        bind(script, tcp, Symbol.SOCK_STREAM);
        script.call(Syscall.LISTEN, Argument.of(tcp), Argument.of(BACKLOG));
    }

    private static void bind(Script script, Register socket, Symbol type) {
        script.call(Syscall.SOCKET, Symbol.AF_INET.argument(), Symbol.all(type, Symbol.SOCK_CLOEXEC), Argument.of(0))
                .into(socket);
        script.call(
                Syscall.SETSOCKOPT,
                Argument.of(socket),
                Symbol.SOL_SOCKET.argument(),
                Symbol.SO_REUSEADDR.argument(),
                Argument.of(Buffer.ints("[1]", 1)),
                Argument.of(Integer.BYTES));
        script.call(
                Syscall.BIND,
                Argument.of(socket),
                Argument.of(Buffer.of(address(), "{127.0.0.11, 53}")),
                Argument.of(SOCKADDR));
    }

    private static byte[] address() {
        ByteBuffer fields = ByteBuffer.allocate(SOCKADDR).order(ByteOrder.LITTLE_ENDIAN);
        fields.putShort((short) Symbol.AF_INET.value())
                .order(ByteOrder.BIG_ENDIAN)
                .putShort((short) PORT)
                .put(ADDRESS);
        return fields.array();
    }
}
