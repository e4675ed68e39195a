package sampan.oci.signature;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sampan.oci.image.ImageFormatException;

/** The first block of a PEM file (RFC 7468). */
final class PemBlock {
    private static final int LONGEST = 64 << 10;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s+([A-Za-z0-9+/=\\s]+)-----END \\1-----");

    private final String label;
    private final byte[] content;

    PemBlock(String label, byte[] content) {
        this.label = label;
        this.content = content.clone();
    }

    /** What it says it is: {@code PUBLIC KEY}. */
    String label() {
        return label;
    }

    byte[] content() {
        return content.clone();
    }

    static PemBlock parse(byte[] text) throws ImageFormatException {
        Matcher matcher = BLOCK.matcher(text.length > LONGEST ? "" : new String(text, US_ASCII));
        if (!matcher.find()) {
            throw new ImageFormatException("invalid key: no PEM block");
        }
        try {
            byte[] content = Base64.getMimeDecoder().decode(matcher.group(2));
            return new PemBlock(matcher.group(1), content);
        } catch (IllegalArgumentException malformed) {
            throw new ImageFormatException("invalid key: its PEM block is damaged", malformed);
        }
    }

    String text() {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
    }
}
