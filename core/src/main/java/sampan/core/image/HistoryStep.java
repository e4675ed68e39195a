package sampan.core.image;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sampan.core.image.catalogue.Image;
import sampan.oci.image.History;
import sampan.oci.image.ImageConfig;

/**
 * One step by which an image came to be.
 *
 * @param id the image's on the newest step; {@code <missing>} on the others, of which no image was kept
 * @param size bytes of the files of the layer it made, 0 when it made none
 * @param tags the image's, on the newest step
 */
public record HistoryStep(
        String id, Optional<Instant> created, String createdBy, long size, String comment, List<String> tags) {
    private static final String MISSING = "<missing>";

    public HistoryStep {
        tags = List.copyOf(tags);
    }

    /**
     * The newest step first. An image that tells less of its history than it has layers gets steps without words for the rest.
     *
     * @param sizes of its layers, the lowest first
     */
    static List<HistoryStep> of(Image image, List<Long> sizes) {
        ImageConfig config = image.config();
        List<HistoryStep> steps = new ArrayList<>();
        int layer = 0;
        for (History entry : config.history()) {
            boolean made = !entry.emptyLayer() && layer < sizes.size();
            steps.addFirst(new HistoryStep(
                    MISSING,
                    entry.created(),
                    entry.createdBy(),
                    made ? sizes.get(layer) : 0,
                    entry.comment(),
                    List.of()));
            layer += made ? 1 : 0;
        }
        for (; layer < sizes.size(); layer++) {
            steps.addFirst(new HistoryStep(MISSING, config.created(), "", sizes.get(layer), "", List.of()));
        }
        if (!steps.isEmpty()) {
            HistoryStep newest = steps.removeFirst();
            steps.addFirst(new HistoryStep(
                    image.id().toString(),
                    newest.created,
                    newest.createdBy,
                    newest.size,
                    newest.comment,
                    ImageSummary.tags(image.references())));
        }
        return List.copyOf(steps);
    }
}
