package sampan.cli.call;

import java.io.IOException;
import java.time.Duration;
import sampan.cli.flag.InvalidValue;
import sampan.cli.front.FrontSession;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.BlockInputStream;
import sampan.kernel.file.FileType;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Poll;
import sampan.kernel.file.Read;
import sampan.kernel.file.Stat;

/** A caller's file or stdin, read until its end or until the caller has had enough of it. */
public final class Archive extends BlockInputStream {
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private final Fd file;
    private final FrontSession session;
    private final Reader reader;

    /** Is told how many bytes were read. */
    @FunctionalInterface
    public interface Reader {
        void read(long bytes) throws IOException;
    }

    /** @param file stays open, and its owner's */
    public Archive(Fd file, FrontSession session) {
        this(file, session, _ -> {});
    }

    public Archive(Fd file, FrontSession session, Reader reader) {
        this.file = file;
        this.session = session;
        this.reader = reader;
    }

    /** Opens a file as the caller may. */
    public static Fd open(Call call, String name) throws IOException, InvalidValue {
        Fd file;
        try {
            file = call.invoker().files().open(name, OpenFlags.O_RDONLY, 0);
        } catch (SyscallException failed) {
            throw new InvalidValue("open " + name + ": " + Errno.sentence(failed.errno()));
        }
        if (Stat.of(file).type() == FileType.DIRECTORY) {
            file.close();
            throw new InvalidValue("read " + name + ": " + Errno.sentence(Errno.EISDIR));
        }
        return file;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        session.checkCancelled();
        while (!Poll.readable(file, PATIENCE)) {
            session.checkCancelled();
        }
        int got = Read.read(file, target, offset, length);
        reader.read(got);
        return got == 0 ? -1 : got;
    }
}
