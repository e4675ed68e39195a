package sampan.kernel.digest;

/** Takes bytes and gives their SHA-256; for one thread at a time. */
public sealed interface Sha256 extends AutoCloseable permits JavaSha256, OpensslSha256 {
    int LENGTH = 32;

    /** A fresh one, by the host's libcrypto or else by the virtual machine. */
    static Sha256 open() {
        return OpensslSha256.isThere() ? new OpensslSha256() : new JavaSha256();
    }

    void update(byte[] bytes, int offset, int length);

    /** The sum; nothing can be added afterwards. */
    byte[] finish();

    @Override
    void close();
}
