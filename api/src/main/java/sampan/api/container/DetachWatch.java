package sampan.api.container;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import sampan.core.error.EngineException;
import sampan.core.monitor.DetachKeys;

/** Looks for the keys that leave a container without ending it, in what a terminal sends. Keys that begin like them wait until more is known. */
final class DetachWatch {
    private final byte[] keys;
    private int matched;

    private DetachWatch(byte[] keys) {
        this.keys = keys;
    }

    /** @param text as {@link DetachKeys#parse} takes it */
    static DetachWatch of(String text) {
        try {
            return new DetachWatch(DetachKeys.parse(text).bytes());
        } catch (IllegalArgumentException wrong) {
            throw new EngineException.InvalidArgument("Invalid detach keys (" + wrong.getMessage() + ") provided");
        }
    }

    /** Docker has another word for those of an added process. */
    static void checkOfExec(String text) {
        try {
            DetachKeys.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new EngineException.InvalidArgument("Invalid escape keys (" + wrong.getMessage() + ") provided");
        }
    }

    /** What {@code inspect} shows of keys that were asked for. */
    static String inspected(String text) {
        return text.isEmpty() ? "" : Base64.getEncoder().encodeToString(of(text).keys);
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
