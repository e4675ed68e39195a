package sampan.kernel.file;

import java.time.Duration;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;

/** A descriptor as a stream; closing the stream closes it. Reading blocks the carrier of a virtual thread. */
public final class FdInputStream extends BlockInputStream {
    private static final Duration PATIENCE = Duration.ofDays(1);

    private final Fd fd;

    /** Takes the descriptor over. */
    public FdInputStream(Fd fd) {
        this.fd = fd.release();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws SyscallException {
        if (length == 0) {
            return 0;
        }
        while (true) {
            try {
                int got = Read.read(fd, target, offset, length);
                return got == 0 ? -1 : got;
            } catch (SyscallException failed) {
                if (!failed.is(Errno.EAGAIN)) {
                    throw failed;
                }
                // Another process that shares this file has made it non-blocking.
                Poll.await(fd, Poll.IN, PATIENCE);
            }
        }
    }

    @Override
    public void close() {
        fd.close();
    }
}
