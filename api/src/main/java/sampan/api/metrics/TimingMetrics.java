package sampan.api.metrics;

import java.util.Map;
import sampan.core.timing.Timings;

/** How long an engine's actions took, under the names that dockerd has for them. */
record TimingMetrics(Timings timings) {
    void add(MetricText text) {
        histograms(
                text,
                "engine_daemon_container_actions_seconds",
                "The number of seconds it takes to process each container action",
                "action",
                Timings.Kind.CONTAINER);
        histograms(
                text,
                "engine_daemon_network_actions_seconds",
                "The number of seconds it takes to process each network action",
                "action",
                Timings.Kind.NETWORK);
        histograms(
                text,
                "engine_daemon_host_info_functions_seconds",
                "The number of seconds it takes to call functions gathering info about the host",
                "function",
                Timings.Kind.HOST);
        count(text, "engine_daemon_health_checks_total", "The total number of health checks", timings.healthChecks());
        count(
                text,
                "engine_daemon_health_checks_failed_total",
                "The total number of failed health checks",
                timings.failedHealthChecks());
    }

    private static void count(MetricText text, String name, String help, long value) {
        text.metric(name, "counter", help).sample(name, Map.of(), (double) value);
    }

    private void histograms(MetricText text, String name, String help, String key, Timings.Kind kind) {
        text.metric(name, "histogram", help);
        timings.of(kind).forEach((word, histogram) -> text.histogram(name, key, word, histogram));
    }
}
