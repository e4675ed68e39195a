package sampan.oci.archive;

import sampan.oci.image.Digest;

/** A JSON document of an image, byte for byte: its digest is the image's id. */
public final class Document {
    private final byte[] bytes;
    private final Digest digest;

    private Document(byte[] bytes) {
        this.bytes = bytes;
        this.digest = Digest.sha256(bytes);
    }

    public static Document of(byte[] bytes) {
        return new Document(bytes.clone());
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public Digest digest() {
        return digest;
    }

    public int size() {
        return bytes.length;
    }
}
