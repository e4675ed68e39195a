package sampan.core.container.state;

import java.security.SecureRandom;
import java.util.HexFormat;

/** New ids: 64 hexadecimal digits, never twelve decimal ones at the front, which would look like a number to other programs. */
public final class Ids {
    private static final int BYTES = 32;
    private static final int SHORT = 12;

    private final SecureRandom random = new SecureRandom();

    public Ids() {}

    public String next() {
        byte[] bytes = new byte[BYTES];
        String id;
        do {
            random.nextBytes(bytes);
            id = HexFormat.of().formatHex(bytes);
        } while (id.substring(0, SHORT).chars().allMatch(Character::isDigit));
        return id;
    }

    public static String shortened(String id) {
        return id.substring(0, SHORT);
    }
}
