package sampan.kernel.digest;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The virtual machine's own. */
final class JavaSha256 implements Sha256 {
    private final MessageDigest digest;

    JavaSha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible); // every Java platform has it
        }
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        digest.update(bytes, offset, length);
    }

    @Override
    public byte[] finish() {
        return digest.digest();
    }

    @Override
    public void close() {
        digest.reset();
    }
}
