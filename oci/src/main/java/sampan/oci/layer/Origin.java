package sampan.oci.layer;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import sampan.kernel.file.BlockFilterStream;
import sampan.oci.image.ImageFormatException;

/** The packed bytes of an archive; remembers whether it was they that failed, or what unpacks them. Closing it leaves the stream open. */
public final class Origin extends BlockFilterStream {
    private boolean failed;

    public Origin(InputStream packed) {
        super(packed);
    }

    /**
     * Unpacks all of it, whatever it is packed with.
     *
     * @throws ImageFormatException when it is damaged; a failure of the stream itself comes as it is
     */
    public void unpackTo(OutputStream target) throws IOException {
        Compression compression = Compression.NONE;
        Target guarded = new Target(target);
        try {
            Compression.Unpacked unpacked = Compression.unpack(this);
            compression = unpacked.compression();
            try (InputStream stream = unpacked.stream()) {
                stream.transferTo(guarded);
            }
        } catch (IOException | RuntimeException broken) { // decoders throw both
            throw guarded.failed && broken instanceof IOException own ? own : blame(compression, broken);
        } catch (OutOfMemoryError tooMuch) {
            throw blame(compression, tooMuch);
        }
    }

    private static final class Target extends OutputStream {
        private final OutputStream target;
        private boolean failed;

        Target(OutputStream target) {
            this.target = target;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                target.write(bytes, offset, length);
            } catch (IOException broken) {
                failed = true;
                throw broken;
            }
        }
    }

    /** What to say of a failure. */
    IOException blame(Compression compression, Throwable cause) {
        if (failed && cause instanceof IOException own) {
            return own;
        }
        String what = "the archive's " + compression.label() + " stream is ";
        return cause instanceof EOFException
                ? new ImageFormatException(what + "cut short", cause)
                : new ImageFormatException(what + "damaged: " + cause.getMessage(), cause);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            return super.read(target, offset, length);
        } catch (IOException broken) {
            failed = true;
            throw broken;
        }
    }

    @Override
    public void close() {
        // It is the caller's.
    }
}
