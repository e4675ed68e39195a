package sampan.core.log;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import sampan.core.config.ContainerConfig;
import sampan.core.error.EngineException;

/** What {@code logs --details} shows: labels and variables of the container that the log's options name. */
public final class LogAttributes {
    private LogAttributes() {}

    /** By name, in its order. */
    public static Map<String, String> of(ContainerConfig config, Map<String, String> options) {
        Map<String, String> kept = new TreeMap<>();
        keep(kept, config.labels(), options, "labels");
        keep(kept, variables(config.env()), options, "env");
        return kept;
    }

    /** {@code env=prod,os=linux}, escaped as in a URL's query. */
    public static String text(ContainerConfig config, Map<String, String> options) {
        return of(config, options).entrySet().stream()
                .map(entry -> escaped(entry.getKey()) + "=" + escaped(entry.getValue()))
                .collect(Collectors.joining(","));
    }

    private static void keep(
            Map<String, String> kept, Map<String, String> all, Map<String, String> options, String option) {
        List<String> names = List.of(options.getOrDefault(option, "").split(","));
        String pattern = options.getOrDefault(option + "-regex", "");
        Predicate<String> matches = pattern.isEmpty() ? _ -> false : pattern(pattern);
        all.forEach((name, value) -> {
            if (names.contains(name) || matches.test(name)) {
                kept.put(name, value);
            }
        });
    }

    /** Of Go's expressions, what Java's are as well, and named groups. */
    private static Predicate<String> pattern(String text) {
        try {
            return Pattern.compile(text.replace("(?P<", "(?<")).asPredicate();
        } catch (PatternSyntaxException e) {
            throw new EngineException.InvalidArgument("error parsing regexp: " + reason(text, e.getDescription()));
        }
    }

    /** In Go's words, where it has some for this. */
    private static String reason(String text, String description) {
        if (description.startsWith("Unclosed character class")) {
            return "missing closing ]: `" + text.substring(Math.max(text.lastIndexOf('['), 0)) + "`";
        }
        if (description.startsWith("Unclosed group")) {
            return "missing closing ): `" + text + "`";
        }
        if (description.startsWith("Unmatched closing")) {
            return "unexpected ): `" + text + "`";
        }
        if (description.startsWith("Dangling meta character")) {
            return "missing argument to repetition operator: `" + description.charAt(description.length() - 2) + "`";
        }
        return description;
    }

    private static Map<String, String> variables(List<String> env) {
        Map<String, String> variables = new HashMap<>();
        for (String variable : env) {
            int equals = variable.indexOf('=');
            if (equals > 0) {
                variables.put(variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        return variables;
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
