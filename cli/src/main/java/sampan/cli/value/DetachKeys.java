package sampan.cli.value;

import java.io.ByteArrayOutputStream;
import sampan.cli.flag.InvalidValue;

/** {@code ctrl-p,ctrl-q}: the keys that leave a container without ending it. */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record DetachKeys(byte[] bytes) {
    /** As many as one message of the front takes. */
    private static final int LONGEST = 32;

    private static final String CONTROLS = "@abcdefghijklmnopqrstuvwxyz[\\]^_";

    public static DetachKeys standard() {
        return new DetachKeys(new byte[] {16, 17});
    }

    public static DetachKeys parse(String text) throws InvalidValue {
        if (text.isEmpty()) {
            return standard();
        }
        ByteArrayOutputStream keys = new ByteArrayOutputStream();
        for (String key : text.split(",", -1)) {
            keys.write(key(key));
        }
        if (keys.size() > LONGEST) {
            throw new InvalidValue("invalid detach keys (" + text + ") provided");
        }
        return new DetachKeys(keys.toByteArray());
    }

    private static int key(String key) throws InvalidValue {
        if (key.length() == 1 && key.charAt(0) < 0x80) {
            return key.charAt(0);
        }
        if (key.startsWith("ctrl-") && key.length() == 6) {
            int code = CONTROLS.indexOf(key.charAt(5));
            if (code >= 0) {
                return code;
            }
        }
        throw new InvalidValue("Unknown character: '" + key + "'");
    }
}
