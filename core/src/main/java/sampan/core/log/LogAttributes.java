package sampan.core.log;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import sampan.core.config.ContainerConfig;
import sampan.core.regex.Regex;

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
    public static String text(Map<String, String> attributes) {
        return attributes.entrySet().stream()
                .map(entry -> escaped(entry.getKey()) + "=" + escaped(entry.getValue()))
                .collect(Collectors.joining(","));
    }

    private static void keep(
            Map<String, String> kept, Map<String, String> all, Map<String, String> options, String option) {
        List<String> names = List.of(options.getOrDefault(option, "").split(","));
        String pattern = options.getOrDefault(option + "-regex", "");
        Predicate<String> matches = pattern.isEmpty() ? _ -> false : Regex.parse(pattern)::finds;
        all.forEach((name, value) -> {
            if (names.contains(name) || matches.test(name)) {
                kept.put(name, value);
            }
        });
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
