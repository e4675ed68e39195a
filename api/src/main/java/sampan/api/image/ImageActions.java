package sampan.api.image;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sampan.api.call.Call;
import sampan.api.call.Json;
import sampan.api.http.Response;
import sampan.core.Engine;
import sampan.core.error.EngineException;
import sampan.core.filter.ImageFilter;
import sampan.core.filter.PruneFilter;
import sampan.core.filter.YesOrNo;
import sampan.core.image.Pruned;
import sampan.core.image.Removal;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Names given to images and taken away. */
public final class ImageActions {
    private final Engine engine;

    public ImageActions(Engine engine) {
        this.engine = engine;
    }

    public Response tag(Call call) {
        String tag = call.text("tag");
        String repository = call.text("repo");
        engine.tag(call.name(), Call.reference(tag.isEmpty() ? repository : repository + ":" + tag));
        return Response.empty(201);
    }

    public Response remove(Call call) {
        if (call.name().isBlank()) {
            throw new EngineException.InvalidArgument("image name cannot be blank");
        }
        ArrayNode steps = Json.object().arrayNode();
        engine.removeImage(call.name(), call.flag("force")).forEach(step -> add(steps, step));
        return Json.response(200, steps);
    }

    private static void add(ArrayNode steps, Removal step) {
        switch (step) {
            case Removal.Untagged(String reference) -> steps.addObject().put("Untagged", reference);
            case Removal.Deleted(String digest) -> steps.addObject().put("Deleted", digest);
        }
    }

    public Response prune(Call call) {
        Map<String, List<String>> filters = new HashMap<>(call.filters());
        List<String> dangling = new ArrayList<>(filters.getOrDefault("dangling", List.of("true")));
        filters.remove("dangling");
        boolean all = !YesOrNo.of("dangling", dangling.getLast());
        PruneFilter filter = PruneFilter.of(filters);
        Pruned gone = engine.pruneImages(
                image -> filter.fits(
                        ImageFilter.created(image), image.config().config().labels()),
                all);
        ObjectNode answer = Json.object();
        if (gone.steps().isEmpty()) {
            answer.putNull("ImagesDeleted");
        } else {
            ArrayNode steps = answer.putArray("ImagesDeleted");
            gone.steps().forEach(step -> add(steps, step));
        }
        return Json.response(200, answer.put("SpaceReclaimed", gone.reclaimed()));
    }
}
