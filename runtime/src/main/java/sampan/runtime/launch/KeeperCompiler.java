package sampan.runtime.launch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import sampan.kernel.Errno;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Buffer;
import sampan.runtime.program.Descriptor;
import sampan.runtime.program.Program;
import sampan.runtime.program.Register;
import sampan.runtime.program.Script;
import sampan.runtime.program.Syscall;

/**
 * A process that does nothing but hold the sockets of a container's name server until the container ends: queries wait there while there is no engine, and the next
 * one takes the sockets from it with pidfd_getfd(2).
 */
public final class KeeperCompiler {
    /** The numbers of the sockets in the keeper. */
    public static final int UDP = 5;

    public static final int TCP = 6;

    private static final int INIT = 7;
    private static final int POLLFD = 8;
    private static final short POLLIN = 1;

    private KeeperCompiler() {}

    /** It tells its number, 4 bytes, and is silent from then on. */
    public static Program program() {
        Script script = new Script();
        NetworkCompiler.hear(script);
        script.handed(new Descriptor.NameSocket("udp"));
        script.handed(new Descriptor.NameSocket("tcp"));
        script.handed(new Descriptor.InitPidfd());
        Register asker = script.register(NetworkCompiler.ASKER);
        Register self = script.register("itself");
        Buffer number = Buffer.ints("[pid]", 0);
        script.purpose("nobody's child", "signals to the engine's terminal are none of its business", "setsid(2)");
        script.call(Syscall.SETSID).tolerate(Errno.EPERM);
        script.purpose("its number", "the next engine finds it by that", "getpid(2)");
        script.call(Syscall.GETPID).into(self);
        script.poke(number, 0, self, Integer.BYTES);
        script.call(Syscall.WRITE, Argument.of(asker), Argument.of(number), Argument.of(Integer.BYTES));
        script.purpose("until the container ends", "its first process is readable then", "pidfd_open(2)");
        script.call(
                Syscall.PPOLL,
                Argument.of(Buffer.of(pollfd(), "[{init, POLLIN}]")),
                Argument.of(1),
                Argument.NULL,
                Argument.NULL,
                Argument.of(0));
        script.call(Syscall.EXIT, Argument.of(0));
        script.end();
        return script.program(Optional.empty());
    }

    private static byte[] pollfd() {
        return ByteBuffer.allocate(POLLFD)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(INIT)
                .putShort(POLLIN)
                .array();
    }
}
