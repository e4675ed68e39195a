package sampan.core.launch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import sampan.core.error.EngineException;
import sampan.kernel.Fd;
import sampan.kernel.rootfs.RootDirectory;
import sampan.kernel.socket.Message;
import sampan.kernel.socket.Received;
import sampan.runtime.program.LaunchFailure;
import sampan.runtime.program.Program;

/** The mounted file system of a container in which nothing runs; closing it unmounts everything. */
public final class View implements AutoCloseable {
    private static final int REPORT = 8;

    private final Fd holder;
    private final RootDirectory root;

    private View(Fd holder, RootDirectory root) {
        this.holder = holder;
        this.root = root;
    }

    /**
     * Waits for the root that a program of {@link sampan.runtime.launch.ViewCompiler} hands out.
     *
     * @param holder the socket to the launch process, taken over
     */
    public static View of(Fd holder, Program program) throws IOException {
        try (Fd socket = holder.release()) {
            Optional<Received> message = Message.receive(socket, REPORT, 1);
            if (message.isEmpty()) {
                throw new EngineException.SystemError("the launch process ended without a word", null);
            }
            try (Received received = message.get()) {
                if (received.descriptors().isEmpty()) {
                    throw failure(program, received.payload());
                }
                RootDirectory root =
                        RootDirectory.of(received.descriptors().getFirst().release());
                return new View(socket.release(), root);
            }
        }
    }

    private static EngineException failure(Program program, byte[] report) {
        if (report.length != REPORT) {
            return new EngineException.SystemError("the launch process sent no root", null);
        }
        ByteBuffer fields = ByteBuffer.wrap(report).order(ByteOrder.LITTLE_ENDIAN);
        LaunchFailure failure = program.failure(fields.getInt(), fields.getInt());
        return new EngineException.SystemError(failure.message(), null);
    }

    /** Stays this object's. */
    public RootDirectory root() {
        return root;
    }

    @Override
    public void close() {
        root.close();
        holder.close();
    }
}
