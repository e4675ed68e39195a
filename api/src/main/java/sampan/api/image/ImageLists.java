package sampan.api.image;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sampan.api.call.Call;
import sampan.api.call.Dialect;
import sampan.api.call.Json;
import sampan.api.call.Message;
import sampan.api.http.Response;
import sampan.core.Engine;
import sampan.core.filter.ImageFilter;
import sampan.core.image.HistoryStep;
import sampan.core.image.ImageInspection;
import sampan.core.image.ImageSummary;
import sampan.core.image.catalogue.Image;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What there is of images. */
public final class ImageLists {
    private static final String FILTER_OF_OLD_CLIENTS = "filter";

    private final Engine engine;

    public ImageLists(Engine engine) {
        this.engine = engine;
    }

    public Response list(Call call) {
        ImageFilter filter = ImageFilter.of(filters(call), engine.images());
        ArrayNode all = Json.object().arrayNode();
        for (Image image : engine.images().list()) {
            if (filter.fits(image)) {
                ObjectNode summary = Json.tree(ImageSummary.of(image, filter.names(image)));
                all.add(Dialect.in(call.version(), Message.IMAGE_SUMMARY, summary));
            }
        }
        return Json.response(200, all);
    }

    private static Map<String, List<String>> filters(Call call) {
        Map<String, List<String>> filters = new LinkedHashMap<>(call.filters());
        String pattern = call.text(FILTER_OF_OLD_CLIENTS);
        if (!pattern.isEmpty()) {
            filters.computeIfAbsent("reference", _ -> new ArrayList<>()).add(pattern);
        }
        return filters;
    }

    /** One image of a list, as the newest version has it. */
    public static ObjectNode summary(Image image) {
        return Json.tree(ImageSummary.of(image, image.references()));
    }

    public Response inspect(Call call) {
        Image found = engine.images().find(call.name());
        call.platform().ifPresent(wanted -> found.require(wanted, call.name()));
        ObjectNode image =
                Json.tree(ImageInspection.of(found, engine.containers().storageDriver()));
        return Json.response(200, Dialect.in(call.version(), Message.IMAGE, image));
    }

    public Response history(Call call) {
        call.platform().ifPresent(wanted -> engine.images().find(call.name()).require(wanted, call.name()));
        ArrayNode steps = Json.object().arrayNode();
        for (HistoryStep step : engine.images().history(call.name())) {
            ObjectNode json = steps.addObject()
                    .put("Comment", step.comment())
                    .put("Created", step.created().orElse(Instant.EPOCH).getEpochSecond())
                    .put("CreatedBy", step.createdBy())
                    .put("Id", step.id())
                    .put("Size", step.size());
            if (step.tags().isEmpty()) {
                json.putNull("Tags");
            } else {
                step.tags().forEach(json.putArray("Tags")::add);
            }
        }
        return Json.response(200, steps);
    }
}
