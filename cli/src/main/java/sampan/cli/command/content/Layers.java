package sampan.cli.command.content;

import java.time.temporal.ChronoUnit;
import sampan.core.image.catalogue.HeldImage;
import sampan.oci.image.History;

/** Words about a layer. */
final class Layers {
    private static final int SHORT = 12;

    private Layers() {}

    static String digest(HeldImage.Layer layer, boolean full) {
        return full ? layer.diffId().toString() : layer.diffId().hex().substring(0, SHORT);
    }

    /** The build step, on one line; a step that tells nothing of itself may have a comment. */
    static String createdBy(HeldImage.Layer layer) {
        String command = layer.step().map(History::createdBy).orElse("");
        String words = command.isEmpty() ? layer.step().map(History::comment).orElse("") : command;
        return FileNames.text(words.replaceAll("\\s+", " ").getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    static String createdAt(HeldImage.Layer layer) {
        return layer.step()
                .flatMap(History::created)
                .map(when -> when.truncatedTo(ChronoUnit.SECONDS).toString())
                .orElse("");
    }
}
