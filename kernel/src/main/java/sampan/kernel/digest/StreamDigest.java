package sampan.kernel.digest;

import java.lang.ref.Cleaner;
import java.security.MessageDigest;

/** {@link Sha256} where the platform's classes want a {@link MessageDigest}; for much: the first one of a process takes its time. */
public final class StreamDigest extends MessageDigest {
    private static final Cleaner ABANDONED = Cleaner.create();

    private Held held = new Held();
    private Cleaner.Cleanable cleanable = ABANDONED.register(this, held);

    public StreamDigest() {
        super("SHA-256");
    }

    /** What an owner that forgets it leaves behind; knows nothing of its owner, who could not be forgotten then. */
    private static final class Held implements Runnable {
        private final Sha256 hash = Sha256.open();

        @Override
        public void run() {
            hash.close();
        }
    }

    @Override
    protected int engineGetDigestLength() {
        return Sha256.LENGTH;
    }

    @Override
    protected void engineUpdate(byte input) {
        engineUpdate(new byte[] {input}, 0, 1);
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int length) {
        held.hash.update(input, offset, length);
    }

    @Override
    protected byte[] engineDigest() {
        byte[] sum = held.hash.finish();
        engineReset();
        return sum;
    }

    @Override
    protected void engineReset() {
        cleanable.clean();
        held = new Held();
        cleanable = ABANDONED.register(this, held);
    }
}
