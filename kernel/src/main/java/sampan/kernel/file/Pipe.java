package sampan.kernel.file;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.Call;

/** pipe2(2): closing the pipe closes the ends nobody has {@link Fd#release released}. */
public record Pipe(Fd readEnd, Fd writeEnd) implements AutoCloseable {

    public static Pipe open() throws SyscallException {
        return open(0);
    }

    public static Pipe nonBlocking() throws SyscallException {
        return open(OpenFlags.O_NONBLOCK);
    }

    private static Pipe open(int flags) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pair = arena.allocate(8, 4);
            long result = Call.PIPE2.invoke(pair.address(), flags | OpenFlags.O_CLOEXEC);
            if (result < 0) {
                throw SyscallException.of(Call.PIPE2, result, "...", OpenFlags.text(flags | OpenFlags.O_CLOEXEC));
            }
            return new Pipe(Fd.of(pair.get(JAVA_INT, 0)), Fd.of(pair.get(JAVA_INT, 4)));
        }
    }

    @Override
    public void close() {
        readEnd.close();
        writeEnd.close();
    }
}
