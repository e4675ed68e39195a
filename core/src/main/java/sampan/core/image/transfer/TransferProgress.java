package sampan.core.image.transfer;

import java.io.IOException;

/** Is told how a transfer from or to a registry goes on. By any of its threads, but by one at a time. */
public interface TransferProgress {
    /** Nobody watches. */
    TransferProgress NONE = (_, _, _, _) -> {};

    /** What is being done with a layer, in Docker's words. */
    enum Stage {
        WANTED("Pulling fs layer"),
        EXISTS("Already exists"),
        DOWNLOADING("Downloading"),
        VERIFYING("Verifying Checksum"),
        DOWNLOADED("Download complete"),
        PULLED("Pull complete"),
        PREPARING("Preparing"),
        PUSHING("Pushing"),
        PUSHED("Pushed"),
        EXISTS_THERE("Layer already exists");

        private final String label;

        Stage(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /**
     * A step of one layer.
     *
     * @param layer the first digits of its digest
     * @param done bytes, where bytes are being moved; 0 elsewhere
     * @param total 0: nobody knows
     * @throws IOException when the transfer is to stop
     */
    void layer(String layer, Stage stage, long done, long total) throws IOException;

    /** Another repository of the registry had the layer. */
    default void mounted(String layer, String from) throws IOException {}

    /** Asked many times a second while nothing else happens. */
    default void check() throws IOException {}

    /** A tag is about to come. */
    default void tag(String tag, String repository) throws IOException {}

    /** An image has come. */
    default void image(Pulled pulled) throws IOException {}
}
