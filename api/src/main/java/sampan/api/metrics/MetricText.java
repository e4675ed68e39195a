package sampan.api.metrics;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import sampan.core.timing.Histogram;

/** Prometheus' text format, version 0.0.4: each metric's help and type, and then its samples. */
final class MetricText {
    static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder text = new StringBuilder();

    MetricText metric(String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        return this;
    }

    MetricText sample(String name, Map<String, String> labels, double value) {
        text.append(name);
        if (!labels.isEmpty()) {
            text.append(labels.entrySet().stream()
                    .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + "\"")
                    .sorted()
                    .collect(Collectors.joining(",", "{", "}")));
        }
        text.append(' ').append(number(value)).append('\n');
        return this;
    }

    /**
     * One of a histogram's series.
     *
     * @param key the label that tells the series apart
     */
    MetricText histogram(String name, String key, String value, Histogram histogram) {
        List<Long> counts = histogram.counts();
        for (int i = 0; i < counts.size(); i++) {
            String limit = i < Histogram.LIMITS.size() ? number(Histogram.LIMITS.get(i)) : "+Inf";
            sample(name + "_bucket", Map.of(key, value, "le", limit), counts.get(i));
        }
        sample(name + "_sum", Map.of(key, value), histogram.sum());
        return sample(name + "_count", Map.of(key, value), counts.getLast());
    }

    /** Whole ones without a fraction. */
    private static String number(double value) {
        long whole = (long) value;
        return whole == value ? Long.toString(whole) : Double.toString(value);
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
