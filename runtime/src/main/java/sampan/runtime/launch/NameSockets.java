package sampan.runtime.launch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import sampan.kernel.Errno;
import sampan.kernel.netlink.PortRewriting;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Buffer;
import sampan.runtime.program.Register;
import sampan.runtime.program.Script;
import sampan.runtime.program.Syscall;

/**
 * Where a container asks for names, port 53 of 127.0.0.11: opened in its network namespace, answered from outside. The sockets listen at another port, to which the
 * kernel is told to send what is asked: the container may listen at port 53 of all its addresses itself.
 */
final class NameSockets {
    static final String UDP = "names by udp";
    static final String TCP = "names by tcp";

    private static final byte[] ADDRESS = {127, 0, 0, 11};
    private static final int PORT = 53;
    /** Above those that the kernel gives away by itself (ip_local_port_range), and nobody's by the lists of IANA. */
    private static final int SERVED = 61053;

    private static final PortRewriting REWRITING =
            new PortRewriting("sampan_names", ByteBuffer.wrap(ADDRESS).getInt(), PORT, SERVED);
    private static final byte[] RULES = REWRITING.transaction();
    private static final int ANSWER = 64;
    private static final int PORT_AT = 2;
    private static final int SOCKADDR = 16;
    private static final int BACKLOG = 16;

    private NameSockets() {}

    static void open(Script script) {
        Buffer address = Buffer.of(address(), "{127.0.0.11, 53}");
        rewrite(script, address);
        script.purpose("127.0.0.11, port 53", "the engine answers there, from outside", "udp(7), tcp(7)");
        bind(script, script.register(UDP), Symbol.SOCK_DGRAM, address);
        Register tcp = script.register(TCP);
        bind(script, tcp, Symbol.SOCK_STREAM, address);
        script.call(Syscall.LISTEN, Argument.of(tcp), Argument.of(BACKLOG));
    }

    /** Has the sockets listen elsewhere, where the kernel can send there what is asked at port 53; a kernel without nf_tables cannot. */
    private static void rewrite(Script script, Buffer address) {
        script.purpose("port 53 is the container's own", "the engine's sockets listen at port " + SERVED, "netlink(7)");
        Register netfilter = script.register("file");
        var refused = script.label();
        var accepted = script.label();
        var done = script.label();
        script.call(
                        Syscall.SOCKET,
                        Symbol.AF_NETLINK.argument(),
                        Symbol.all(Symbol.SOCK_RAW, Symbol.SOCK_CLOEXEC, Symbol.SOCK_NONBLOCK),
                        Symbol.NETLINK_NETFILTER.argument())
                .into(netfilter)
                .tolerateAll()
                .elseTo(done);
        script.call(
                        Syscall.WRITE,
                        Argument.of(netfilter),
                        Argument.of(Buffer.of(RULES, "{table ip " + REWRITING.table() + "}")),
                        Argument.of(RULES.length))
                .tolerateAll()
                .elseTo(refused);
        // What is accepted is not answered.
        script.call(
                        Syscall.READ,
                        Argument.of(netfilter),
                        Argument.of(Buffer.space(ANSWER, "[refusal]")),
                        Argument.of(ANSWER))
                .tolerate(Errno.EAGAIN)
                .elseTo(accepted);
        script.place(refused);
        script.call(Syscall.CLOSE, Argument.of(netfilter)).thenTo(done);
        script.place(accepted);
        script.call(Syscall.CLOSE, Argument.of(netfilter));
        Register port = script.register("port");
        script.peek(Buffer.of(port(SERVED), "[" + SERVED + "]"), 0, Short.BYTES, port);
        script.poke(address, PORT_AT, port, Short.BYTES);
        script.place(done);
    }

    private static void bind(Script script, Register socket, Symbol type, Buffer address) {
        script.call(Syscall.SOCKET, Symbol.AF_INET.argument(), Symbol.all(type, Symbol.SOCK_CLOEXEC), Argument.of(0))
                .into(socket);
        script.call(
                Syscall.SETSOCKOPT,
                Argument.of(socket),
                Symbol.SOL_SOCKET.argument(),
                Symbol.SO_REUSEADDR.argument(),
                Argument.of(Buffer.ints("[1]", 1)),
                Argument.of(Integer.BYTES));
        script.call(Syscall.BIND, Argument.of(socket), Argument.of(address), Argument.of(SOCKADDR));
    }

    private static byte[] address() {
        ByteBuffer fields = ByteBuffer.allocate(SOCKADDR).order(ByteOrder.LITTLE_ENDIAN);
        fields.putShort((short) Symbol.AF_INET.value()).put(port(PORT)).put(ADDRESS);
        return fields.array();
    }

    private static byte[] port(int number) {
        return ByteBuffer.allocate(Short.BYTES).putShort((short) number).array();
    }
}
