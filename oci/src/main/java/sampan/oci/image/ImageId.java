package sampan.oci.image;

/** Names an image for good: the digest of its configuration, as Docker counts. */
public record ImageId(Digest digest) {
    private static final int SHORT = 12;

    public static ImageId parse(String text) throws ImageFormatException {
        return new ImageId(Digest.parse(text));
    }

    /** The id of the image with this configuration, byte for byte. */
    public static ImageId of(byte[] config) {
        return new ImageId(Digest.sha256(config));
    }

    /** What {@code images} prints. */
    public String shortened() {
        return digest.hex().substring(0, SHORT);
    }

    /** {@code sha256:<hex>}. */
    @Override
    public String toString() {
        return digest.toString();
    }
}
