package sampan.cli.go;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/** Go compares texts by their bytes; Java's own order differs beyond the basic plane. */
final class Bytewise {
    static final Comparator<String> ORDER = (one, other) -> isPlain(one) && isPlain(other)
            ? one.compareTo(other)
            : Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));

    private Bytewise() {}

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0xd800) {
                return false;
            }
        }
        return true;
    }
}
