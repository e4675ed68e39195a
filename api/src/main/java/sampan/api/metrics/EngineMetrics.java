package sampan.api.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import sampan.core.Engine;
import sampan.core.container.Container;
import sampan.core.error.EngineException;
import sampan.core.health.Health;
import sampan.core.stats.Counters;
import sampan.core.stats.Meter;
import sampan.core.stats.Traffic;
import sampan.core.system.SystemReport;
import sampan.kernel.cgroup.CgroupUsage;

/** What {@code /metrics} says of one engine. */
final class EngineMetrics {
    private static final double NANOS = 1e9;
    private static final Path OWN = Path.of("/proc/self");
    private static final int PAGE = 4096;
    private static final int RESIDENT = 1;

    private final Engine engine;

    EngineMetrics(Engine engine) {
        this.engine = engine;
    }

    /** A container and what it uses now. */
    private record Reading(Container container, Counters counters) {
        Map<String, String> labels() {
            return Map.of("id", container.id(), "name", container.name(), "image", container.image());
        }

        CgroupUsage cgroup() {
            return counters.cgroup();
        }

        Traffic network() {
            return counters.network();
        }

        boolean healthy() {
            return container
                    .health()
                    .filter(health -> health.status().equals(Health.HEALTHY))
                    .isPresent();
        }
    }

    String text() {
        MetricText text = new MetricText();
        engine(text);
        new TimingMetrics(engine.timings()).add(text);
        process(text);
        containers(text);
        return text.toString();
    }

    private void engine(MetricText text) {
        SystemReport report = engine.report();
        SystemReport.Machine machine = report.machine();
        text.metric(
                        "engine_daemon_engine_info",
                        "gauge",
                        "The information related to the engine and the OS it is running on")
                .sample(
                        "engine_daemon_engine_info",
                        Map.of(
                                "architecture", machine.architecture(),
                                "daemon_id", report.id(),
                                "graphdriver", report.storage().driver(),
                                "kernel", machine.kernelVersion(),
                                "os", machine.operatingSystem(),
                                "os_type", machine.osType(),
                                "os_version", machine.osVersion(),
                                "version", report.settings().serverVersion()),
                        1);
        text.metric(
                        "engine_daemon_engine_cpus_cpus",
                        "gauge",
                        "The number of cpus that the host system of the engine has")
                .sample("engine_daemon_engine_cpus_cpus", Map.of(), machine.processors());
        text.metric(
                        "engine_daemon_engine_memory_bytes",
                        "gauge",
                        "The number of bytes of memory that the host system of the engine has")
                .sample("engine_daemon_engine_memory_bytes", Map.of(), (double) machine.memTotal());
        counts(text, report.counts());
    }

    private void counts(MetricText text, SystemReport.Counts counts) {
        String states = "engine_daemon_container_states_containers";
        text.metric(states, "gauge", "The count of containers in various states")
                .sample(states, Map.of("state", "paused"), counts.containersPaused())
                .sample(states, Map.of("state", "running"), counts.containersRunning())
                .sample(states, Map.of("state", "stopped"), counts.containersStopped());
        text.metric("engine_daemon_events_total", "counter", "The number of events logged")
                .sample("engine_daemon_events_total", Map.of(), (double)
                        engine.events().count());
        text.metric("sampan_images", "gauge", "The number of images")
                .sample("sampan_images", Map.of(), counts.images());
    }

    private static void process(MetricText text) {
        ProcessHandle.Info own = ProcessHandle.current().info();
        text.metric("process_cpu_seconds_total", "counter", "Total user and system CPU time spent in seconds")
                .sample(
                        "process_cpu_seconds_total",
                        Map.of(),
                        own.totalCpuDuration().orElse(Duration.ZERO).toNanos() / NANOS);
        text.metric("process_start_time_seconds", "gauge", "Start time of the process since unix epoch in seconds")
                .sample("process_start_time_seconds", Map.of(), (double)
                        own.startInstant().orElse(Instant.EPOCH).getEpochSecond());
        try (var open = Files.list(OWN.resolve("fd"))) {
            text.metric("process_open_fds", "gauge", "Number of open file descriptors")
                    .sample("process_open_fds", Map.of(), (double) open.count());
            String pages = Files.readString(OWN.resolve("statm")).split(" ", -1)[RESIDENT];
            text.metric("process_resident_memory_bytes", "gauge", "Resident memory size in bytes")
                    .sample("process_resident_memory_bytes", Map.of(), Double.parseDouble(pages) * PAGE);
        } catch (IOException unknown) {
            // a kernel without them: the others are there
        }
    }

    private void containers(MetricText text) {
        List<Reading> all = readings();
        each(
                text,
                all,
                "cpu_seconds_total",
                "Processor time used",
                reading -> reading.cgroup().cpu() / NANOS);
        each(
                text,
                all,
                "memory_bytes",
                "Memory used, with the page cache",
                reading -> reading.cgroup().memory());
        each(
                text,
                all,
                "tasks",
                "Processes and threads",
                reading -> reading.cgroup().tasks());
        traffic(text, all);
        List<Reading> checked = all.stream()
                .filter(reading -> reading.container.health().isPresent())
                .toList();
        each(text, checked, "healthy", "1 while its health check succeeds", reading -> reading.healthy() ? 1 : 0);
    }

    private static void traffic(MetricText text, List<Reading> all) {
        each(
                text,
                all,
                "network_receive_bytes_total",
                "Bytes received",
                reading -> reading.network().received());
        each(
                text,
                all,
                "network_transmit_bytes_total",
                "Bytes sent",
                reading -> reading.network().sent());
        each(
                text,
                all,
                "block_read_bytes_total",
                "Bytes read from block devices",
                reading -> reading.cgroup().read());
        each(
                text,
                all,
                "block_written_bytes_total",
                "Bytes written to block devices",
                reading -> reading.cgroup().written());
    }

    private static void each(
            MetricText text, List<Reading> readings, String what, String help, ToDoubleFunction<Reading> value) {
        String name = "sampan_container_" + what;
        text.metric(name, what.endsWith("_total") ? "counter" : "gauge", help);
        readings.forEach(reading -> text.sample(name, reading.labels(), value.applyAsDouble(reading)));
    }

    /** One that ends meanwhile is left out. */
    private List<Reading> readings() {
        List<Reading> all = new ArrayList<>();
        for (Container container : engine.containers().list()) {
            if (container.pid().isPresent()) {
                try (Meter meter = container.meter()) {
                    all.add(new Reading(container, meter.read()));
                } catch (IOException | EngineException ended) {
                    // the others are told of
                }
            }
        }
        return all;
    }
}
