package sampan.oci.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sampan.oci.image.ImageFormatException;

/** A block of a PEM file (RFC 7468). */
public final class PemBlock {
    private static final int LONGEST = 64 << 10;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s+([A-Za-z0-9+/=\\s]+)-----END \\1-----");

    private final String label;
    private final byte[] content;

    public PemBlock(String label, byte[] content) {
        this.label = label;
        this.content = content.clone();
    }

    /** What it says it is: {@code PUBLIC KEY}. */
    public String label() {
        return label;
    }

    public byte[] content() {
        return content.clone();
    }

    /** The first block of a file. */
    public static PemBlock parse(byte[] text) throws ImageFormatException {
        return find(text, _ -> true).orElseThrow(() -> new ImageFormatException("invalid key: no PEM block"));
    }

    /** The first block that says it is what is looked for. */
    static Optional<PemBlock> find(byte[] text, Predicate<String> label) throws ImageFormatException {
        Matcher matcher = BLOCK.matcher(text.length > LONGEST ? "" : new String(text, US_ASCII));
        while (matcher.find()) {
            if (label.test(matcher.group(1))) {
                return Optional.of(decoded(matcher.group(1), matcher.group(2)));
            }
        }
        return Optional.empty();
    }

    private static PemBlock decoded(String label, String content) throws ImageFormatException {
        try {
            return new PemBlock(label, Base64.getMimeDecoder().decode(content));
        } catch (IllegalArgumentException malformed) {
            throw new ImageFormatException("invalid key: its PEM block is damaged", malformed);
        }
    }

    public String text() {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
    }
}
