package sampan.cli.call;

import java.io.IOException;
import java.io.InputStream;
import sampan.cli.front.FrontSession;
import sampan.kernel.file.BlockFilterStream;

/** What comes over a network, read until its end or until the caller has had enough of it. */
public final class AwaitedStream extends BlockFilterStream {
    private final FrontSession session;
    private final Archive.Reader reader;

    /** @param stream one whose reads an interrupt ends */
    public AwaitedStream(InputStream stream, FrontSession session, Archive.Reader reader) {
        super(stream);
        this.session = session;
        this.reader = reader;
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
