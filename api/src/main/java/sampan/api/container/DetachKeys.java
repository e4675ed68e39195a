package sampan.api.container;

import java.io.ByteArrayOutputStream;
import sampan.core.error.EngineException;

/** Looks for the keys that leave a container without ending it, in what a terminal sends. Keys that begin like them wait until more is known. */
final class DetachKeys {
    private static final String CONTROLS = "@abcdefghijklmnopqrstuvwxyz[\\]^_";
    private static final byte[] USUAL = {16, 17}; // ctrl-p,ctrl-q

    private final byte[] keys;
    private int matched;

    private DetachKeys(byte[] keys) {
        this.keys = keys;
    }

    /** @param text {@code ctrl-p,ctrl-q}; empty: these */
    static DetachKeys parse(String text) {
        if (text.isEmpty()) {
            return new DetachKeys(USUAL);
        }
        ByteArrayOutputStream keys = new ByteArrayOutputStream();
        for (String key : text.split(",", -1)) {
            keys.write(key(key));
        }
        return new DetachKeys(keys.toByteArray());
    }

    private static int key(String key) {
        if (key.length() == 1 && key.charAt(0) < 0x80) {
            return key.charAt(0);
        }
        int code = key.startsWith("ctrl-") && key.length() == 6 ? CONTROLS.indexOf(key.charAt(5)) : -1;
        if (code < 0) {
            throw new EngineException.InvalidArgument("Invalid detach keys (" + key + ") provided");
        }
        return code;
    }

    /** What the container is to read of these bytes. Sets {@link #left} when the keys were among them: what follows them is nobody's. */
    byte[] pass(byte[] bytes, int length) {
        ByteArrayOutputStream through = new ByteArrayOutputStream(length + matched);
        for (int i = 0; i < length && matched < keys.length; i++) {
            if (bytes[i] == keys[matched]) {
                matched++;
            } else {
                through.write(keys, 0, matched);
                matched = bytes[i] == keys[0] ? 1 : 0;
                if (matched == 0) {
                    through.write(bytes[i]);
                }
            }
        }
        return through.toByteArray();
    }

    /** Whether the client has left. */
    boolean left() {
        return matched == keys.length;
    }
}
