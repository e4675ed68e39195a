package sampan.api.image;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import sampan.api.call.Moments;
import sampan.api.call.PruneFilter;
import sampan.core.Engine;
import sampan.core.error.EngineException;
import sampan.core.image.Image;

/** Which images a list is to show: patterns of names are alternatives, everything else must fit. */
final class ImageFilter {
    private final List<Pattern> patterns = new ArrayList<>();
    private final List<Predicate<Image>> tests = new ArrayList<>();

    private ImageFilter() {}

    static ImageFilter of(Map<String, List<String>> filters, Engine engine) {
        ImageFilter filter = new ImageFilter();
        filters.forEach((key, values) -> values.forEach(value -> filter.add(key, value, engine)));
        return filter;
    }

    private void add(String key, String value, Engine engine) {
        switch (key) {
            case "reference" -> patterns.add(pattern(value));
            case "label" ->
                tests.add(image -> PruneFilter.labelled(image.config().config().labels(), value));
            case "dangling" -> {
                boolean wanted = isYes(value);
                tests.add(image -> image.references().isEmpty() == wanted);
            }
            case "before" -> {
                Instant other = created(engine.images().find(value));
                tests.add(image -> created(image).isBefore(other));
            }
            case "since" -> {
                Instant other = created(engine.images().find(value));
                tests.add(image -> created(image).isAfter(other));
            }
            case "until" -> {
                Instant until = Moments.parse(value, Instant.now());
                tests.add(image -> created(image).isBefore(until));
            }
            default -> throw new EngineException.InvalidArgument("invalid filter '" + key + "'");
        }
    }

    static boolean isYes(String value) {
        return switch (value) {
            case "1", "true", "True", "TRUE", "t", "T" -> true;
            case "0", "false", "False", "FALSE", "f", "F" -> false;
            default -> throw new EngineException.InvalidArgument("invalid filter 'dangling=[" + value + "]'");
        };
    }

    static Instant created(Image image) {
        return image.config().created().orElse(Instant.EPOCH);
    }

    /** Of Go's path.Match: a star stays within one part of a path. */
    private static Pattern pattern(String text) {
        StringBuilder regex = new StringBuilder();
        boolean inClass = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '*' -> regex.append(inClass ? "*" : "[^/]*");
                case '?' -> regex.append(inClass ? "?" : "[^/]");
                case '[' -> {
                    regex.append(inClass ? "\\[" : "[");
                    inClass = true;
                }
                case ']' -> {
                    regex.append(inClass ? "]" : "\\]");
                    inClass = false;
                }
                case '-', '^' -> regex.append(inClass ? "" : "\\").append(c);
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        try {
            return Pattern.compile(regex.toString());
        } catch (PatternSyntaxException malformed) {
            throw new EngineException.InvalidArgument(
                    "invalid filter 'reference=" + text + "': syntax error in pattern");
        }
    }

    boolean fits(Image image) {
        return tests.stream().allMatch(test -> test.test(image))
                && (patterns.isEmpty()
                        || image.references().stream()
                                .anyMatch(reference -> patterns.stream()
                                        .anyMatch(pattern -> pattern.matcher(reference.familiar())
                                                        .matches()
                                                || pattern.matcher(reference.familiarName())
                                                        .matches())));
    }
}
