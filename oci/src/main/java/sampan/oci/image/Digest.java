package sampan.oci.image;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import sampan.kernel.digest.StreamDigest;

/**
 * A content digest, {@code sha256:<hex>} or {@code sha512:<hex>} (descriptor.md#digests). Its text is safe as a file name: nothing but an
 * algorithm's name and lower-case hexadecimal digits gets in.
 */
public record Digest(Algorithm algorithm, String hex) {
    /** The registered algorithms. */
    public enum Algorithm {
        SHA256("sha256", "SHA-256", 64),
        SHA512("sha512", "SHA-512", 128);

        private final String label;
        private final String javaName;
        private final int digits;

        Algorithm(String label, String javaName, int digits) {
            this.label = label;
            this.javaName = javaName;
            this.digits = digits;
        }

        public String label() {
            return label;
        }

        /** A fresh hash function for much, such as a layer. */
        public MessageDigest streamHasher() {
            return switch (this) {
                case SHA256 -> new StreamDigest();
                case SHA512 -> hasher();
            };
        }

        /** A fresh hash function. */
        public MessageDigest hasher() {
            try {
                return MessageDigest.getInstance(javaName);
            } catch (NoSuchAlgorithmException impossible) {
                throw new AssertionError(impossible); // every Java platform has both
            }
        }
    }

    /** @throws IllegalArgumentException when {@code hex} is not what the algorithm yields; text from outside goes through {@link #parse} */
    public Digest {
        if (!isHex(hex, algorithm.digits)) {
            throw new IllegalArgumentException("not a " + algorithm.label + " digest: " + hex);
        }
    }

    /** @throws ImageFormatException with the sentence Docker has for it */
    public static Digest parse(String text) throws ImageFormatException {
        int colon = text.indexOf(':');
        if (colon <= 0) {
            throw new ImageFormatException("invalid checksum digest format");
        }
        Algorithm algorithm = algorithm(text.substring(0, colon));
        String hex = text.substring(colon + 1);
        if (hex.length() != algorithm.digits) {
            throw new ImageFormatException("invalid checksum digest length");
        }
        if (!isHex(hex, algorithm.digits)) {
            throw new ImageFormatException("invalid checksum digest format");
        }
        return new Digest(algorithm, hex);
    }

    public static Digest sha256(byte[] content) {
        return of(Algorithm.SHA256, Algorithm.SHA256.hasher().digest(content));
    }

    public static Digest of(Algorithm algorithm, byte[] sum) {
        return new Digest(algorithm, HexFormat.of().formatHex(sum));
    }

    private static Algorithm algorithm(String label) throws ImageFormatException {
        for (Algorithm algorithm : Algorithm.values()) {
            if (algorithm.label.equals(label)) {
                return algorithm;
            }
        }
        throw new ImageFormatException("unsupported digest algorithm");
    }

    static boolean isHex(String text, int digits) {
        return text.length() == digits && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    /** {@code sha256:<hex>}. */
    @Override
    public String toString() {
        return algorithm.label + ":" + hex;
    }
}
