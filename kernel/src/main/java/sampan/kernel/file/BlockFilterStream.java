package sampan.kernel.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A filter that sees what is read in blocks; a single byte is a block of one, so that it is seen too. */
public abstract class BlockFilterStream extends FilterInputStream {
    protected BlockFilterStream(InputStream in) {
        super(in);
    }

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        return in.read(target, offset, length);
    }
}
