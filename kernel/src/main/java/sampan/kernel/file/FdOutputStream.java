package sampan.kernel.file;

import java.io.OutputStream;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;

/** A descriptor as a stream, unbuffered; closing the stream closes it. Writing blocks the carrier of a virtual thread. */
public final class FdOutputStream extends OutputStream {
    private final Fd fd;

    /** Takes the descriptor over. */
    public FdOutputStream(Fd fd) {
        this.fd = fd.release();
    }

    @Override
    public void write(int b) throws SyscallException {
        Write.fully(fd, new byte[] {(byte) b});
    }

    @Override
    public void write(byte[] source, int offset, int length) throws SyscallException {
        Write.fully(fd, source, offset, length);
    }

    @Override
    public void close() {
        fd.close();
    }
}
