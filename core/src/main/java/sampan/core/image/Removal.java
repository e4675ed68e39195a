package sampan.core.image;

/** One step of removing an image, in the words {@code rmi} prints. */
public sealed interface Removal {
    /** @param reference in familiar form */
    record Untagged(String reference) implements Removal {}

    /** @param digest an image's id or a layer's digest */
    record Deleted(String digest) implements Removal {}
}
