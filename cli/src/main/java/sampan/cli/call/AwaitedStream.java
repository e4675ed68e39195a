package sampan.cli.call;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import sampan.cli.front.FrontSession;

/** What comes over a network, read until its end or until the caller has had enough of it. */
public final class AwaitedStream extends FilterInputStream {
    private final FrontSession session;
    private final Archive.Reader reader;

    /** @param stream one whose reads an interrupt ends */
    public AwaitedStream(InputStream stream, FrontSession session, Archive.Reader reader) {
        super(stream);
        this.session = session;
        this.reader = reader;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            int got = session.await(() -> super.read(target, offset, length));
            reader.read(Math.max(0, got));
            return got;
        } catch (IOException failed) {
            session.checkCancelled();
            throw failed;
        }
    }
}
