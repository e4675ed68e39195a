package sampan.core.network.address;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The one way to write an IPv6 address. (RFC 5952) */
final class ShortForm {
    private static final int GROUPS = 8;

    private ShortForm() {}

    static String of(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < GROUPS; i++) {
            groups.add(Integer.toHexString(Short.toUnsignedInt(bytes.getShort(i * 2))));
        }
        int start = 0;
        int longest = 0;
        for (int i = 0; i < GROUPS; i++) {
            int run = run(groups, i);
            if (run > longest) {
                start = i;
                longest = run;
            }
        }
        if (longest < 2) {
            return String.join(":", groups);
        }
        return String.join(":", groups.subList(0, start)) + "::"
                + String.join(":", groups.subList(start + longest, GROUPS));
    }

    private static int run(List<String> groups, int from) {
        int length = 0;
        while (from + length < GROUPS && groups.get(from + length).equals("0")) {
            length++;
        }
        return length;
    }
}
