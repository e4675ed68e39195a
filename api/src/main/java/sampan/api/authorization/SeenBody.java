package sampan.api.authorization;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import sampan.api.http.Body;

/** A body that has been read, and is what it was then. */
final class SeenBody implements Body {
    private final byte[] bytes;

    /** Takes the array over. */
    SeenBody(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public void expect() {}

    @Override
    public InputStream stream() {
        return new ByteArrayInputStream(bytes);
    }

    @Override
    public byte[] whole(int most) {
        return bytes.clone();
    }

    @Override
    public boolean isBroken() {
        return false;
    }
}
