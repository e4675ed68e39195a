package sampan.cli.value;

import sampan.cli.flag.InvalidValue;
import sampan.core.monitor.DetachKeys;

/** Keys as a caller writes them. */
public final class DetachKeysText {
    /** As many as one message of the front takes. */
    private static final int LONGEST = 32;

    private DetachKeysText() {}

    public static DetachKeys parse(String text) throws InvalidValue {
        try {
            DetachKeys keys = DetachKeys.parse(text);
            if (keys.bytes().length > LONGEST) {
                throw new InvalidValue("invalid detach keys (" + text + ") provided");
            }
            return keys;
        } catch (IllegalArgumentException wrong) {
            throw new InvalidValue("Unknown character: '" + wrong.getMessage() + "'");
        }
    }
}
