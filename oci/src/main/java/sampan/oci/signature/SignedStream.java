package sampan.oci.signature;

import java.io.IOException;
import java.io.InputStream;
import sampan.kernel.file.BlockFilterStream;
import sampan.oci.image.ImageFormatException;

/** A stream that has a detached signature: its end is reached only when that is good. */
public final class SignedStream extends BlockFilterStream {
    private final PgpKeys.PgpSignature signature;
    private boolean good;

    public SignedStream(InputStream stream, PgpKeys.PgpSignature signature) {
        super(stream);
        this.signature = signature;
    }

    /** @throws ImageFormatException at the end of what its signature is not of */
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int got = super.read(target, offset, length);
        if (got > 0) {
            signature.update(target, offset, got);
        } else if (got < 0 && !good) {
            good = signature.isGood();
            if (!good) {
                throw new ImageFormatException("the archive is not what its signature is of");
            }
        }
        return got;
    }

    @Override
    public long skip(long count) throws IOException {
        return readNBytes((int) Math.min(count, Integer.MAX_VALUE >> 8)).length;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
