package sampan.core.network.definition;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import sampan.oci.image.Digest;

/** Ids of networks and endpoints: 64 hexadecimal digits. */
public final class NetworkIds {
    private static final int BYTES = 32;

    private final SecureRandom random = new SecureRandom();

    /** Nobody guesses what comes next. */
    public NetworkIds() {}

    public String next() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Of a network that is there from the beginning: always the same for one data root. */
    public static String predefined(String rootId, String name) {
        return Digest.sha256((rootId + " " + name).getBytes(StandardCharsets.UTF_8))
                .hex();
    }
}
