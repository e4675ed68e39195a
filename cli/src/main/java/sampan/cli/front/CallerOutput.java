package sampan.cli.front;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Write;

/** A caller's stdout or stderr. Text is written at once: a command's output comes in few pieces. */
public final class CallerOutput extends OutputStream {
    private final Fd fd;

    CallerOutput(Fd fd) {
        this.fd = fd;
    }

    public void print(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        write(bytes, 0, bytes.length);
    }

    public void println(String line) throws IOException {
        print(line + "\n");
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    /** A reader that has gone ends the command quietly, as SIGPIPE ends a program. */
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return;
        }
        try {
            Write.fully(fd, bytes, offset, length);
        } catch (SyscallException failed) {
            if (failed.is(Errno.EPIPE) || failed.is(Errno.EBADF)) {
                throw new CallerGone();
            }
            throw failed;
        }
    }

    @Override
    public void close() {
        fd.close();
    }
}
