package sampan.api;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import sampan.api.http.Response;
import sampan.core.Engine;
import sampan.core.error.EngineException;
import sampan.core.image.Image;
import sampan.core.image.ImageInspection;
import sampan.core.image.ImageSummary;

/** Images. */
final class ImageEndpoints {
    private final Engine engine;

    ImageEndpoints(Engine engine) {
        this.engine = engine;
    }

    Response list(Call call) {
        Map<String, List<String>> filters = Filters.parse(call.request().parameter("filters"));
        List<ImageSummary> summaries = engine.images().list().stream()
                .filter(image ->
                        filters.entrySet().stream().allMatch(filter -> fits(image, filter.getKey(), filter.getValue())))
                .map(ImageSummary::of)
                .toList();
        return Json.response(200, summaries);
    }

    private static boolean fits(Image image, String key, List<String> values) {
        return switch (key) {
            case "dangling" ->
                values.stream()
                        .anyMatch(value -> isYes(value) == image.references().isEmpty());
            case "reference" -> values.stream().anyMatch(named(image));
            case "label" -> values.stream().allMatch(labelled(image));
            default -> throw new EngineException.InvalidArgument("invalid filter '" + key + "'");
        };
    }

    private static boolean isYes(String value) {
        return switch (value) {
            case "1", "true", "True", "TRUE", "t", "T" -> true;
            case "0", "false", "False", "FALSE", "f", "F" -> false;
            default -> throw new EngineException.InvalidArgument("invalid filter 'dangling=[" + value + "]'");
        };
    }

    /** Whole names, with or without the tag; patterns come with a later version. */
    private static Predicate<String> named(Image image) {
        return name -> image.references().stream()
                .anyMatch(reference -> name.equals(reference.familiar()) || name.equals(reference.familiarName()));
    }

    private static Predicate<String> labelled(Image image) {
        Map<String, String> labels = image.config().config().labels();
        return label -> {
            int equals = label.indexOf('=');
            return equals < 0
                    ? labels.containsKey(label)
                    : label.substring(equals + 1).equals(labels.get(label.substring(0, equals)));
        };
    }

    Response inspect(Call call) {
        return Json.response(200, ImageInspection.of(engine.images().find(call.name())));
    }
}
