package sampan.core.monitor;

import java.io.ByteArrayOutputStream;

/** {@code ctrl-p,ctrl-q}: the keys that leave a container without ending it. */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record DetachKeys(byte[] bytes) {
    private static final String CONTROLS = "@abcdefghijklmnopqrstuvwxyz[\\]^_";

    /** Where nobody says others. */
    public static DetachKeys standard() {
        return new DetachKeys(new byte[] {16, 17});
    }

    /**
     * @param text keys between commas, each one ASCII character or {@code ctrl-} and one of {@code @a-z[\]^_}; empty: the standard ones
     * @throws IllegalArgumentException whose message is the key that is none
     */
    public static DetachKeys parse(String text) {
        if (text.isEmpty()) {
            return standard();
        }
        ByteArrayOutputStream keys = new ByteArrayOutputStream();
        for (String key : text.split(",", -1)) {
            keys.write(code(key));
        }
        return new DetachKeys(keys.toByteArray());
    }

    private static int code(String key) {
        if (key.length() == 1 && key.charAt(0) < 0x80) {
            return key.charAt(0);
        }
        int code = key.startsWith("ctrl-") && key.length() == 6 ? CONTROLS.indexOf(key.charAt(5)) : -1;
        if (code < 0) {
            throw new IllegalArgumentException(key);
        }
        return code;
    }
}
