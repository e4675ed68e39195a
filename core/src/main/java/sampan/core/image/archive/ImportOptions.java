package sampan.core.image.archive;

import java.util.List;
import sampan.oci.image.Platform;

/**
 * What {@code import} may be told.
 *
 * @param changes Dockerfile instructions, as {@code --change} takes them
 * @param message the comment in the image's history
 */
public record ImportOptions(List<String> changes, String message, Platform platform) {
    public static final ImportOptions DEFAULT = new ImportOptions(List.of(), "Imported from -", Platform.host());

    /** For what says everything itself. */
    public static final ImportOptions NONE = new ImportOptions(List.of(), "", Platform.host());

    public ImportOptions {
        changes = List.copyOf(changes);
    }

    public ImportOptions withChanges(String... instructions) {
        return new ImportOptions(List.of(instructions), message, platform);
    }
}
