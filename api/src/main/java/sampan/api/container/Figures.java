package sampan.api.container;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import sampan.api.call.Json;
import sampan.core.container.Container;
import sampan.core.stats.CardCounts;
import sampan.kernel.cgroup.CgroupDetails;
import sampan.kernel.cgroup.CgroupUsage;
import sampan.kernel.process.Host;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Docker's figures of one container, made of two readings. Of one that does not run, they are all there and 0. */
final class Figures {
    private static final String NEVER = "0001-01-01T00:00:00Z";

    /** Of cgroups before version 2, and even there mostly empty. */
    private static final List<String> COUNTERS_OF_OLD = List.of(
            "io_serviced_recursive",
            "io_queue_recursive",
            "io_service_time_recursive",
            "io_wait_time_recursive",
            "io_merged_recursive",
            "io_time_recursive",
            "sectors_recursive");

    private static final CgroupDetails.Throttling NOT_THROTTLED = new CgroupDetails.Throttling(0, 0, 0);

    private Figures() {}

    static ObjectNode json(Container container, ContainerFigures.Reading before, ContainerFigures.Reading now) {
        ObjectNode json = Json.object().put("read", time(now.at())).put("preread", time(before.at()));
        ContainerFigures.Used used = now.used();
        ObjectNode tasks = json.putObject("pids_stats");
        ObjectNode disks = json.putObject("blkio_stats");
        json.put("num_procs", 0).putObject("storage_stats");
        json.set("cpu_stats", processor(now));
        json.set("precpu_stats", processor(before));
        ObjectNode memory = json.putObject("memory_stats");
        json.put("name", "/" + container.name()).put("id", container.id());
        if (used == null) {
            disks.putNull("io_service_bytes_recursive");
            COUNTERS_OF_OLD.forEach(disks::putNull);
            return json;
        }
        CgroupUsage sums = used.counters().cgroup();
        tasks.put("current", sums.tasks());
        ArrayNode bytes = disks.putArray("io_service_bytes_recursive");
        amount(bytes, "read", sums.read());
        amount(bytes, "write", sums.written());
        COUNTERS_OF_OLD.forEach(disks::putArray);
        memory(memory, sums, used.details());
        if (!used.cards().isEmpty()) {
            ObjectNode cards = json.putObject("networks");
            used.cards().forEach((name, counts) -> card(cards.putObject(name), counts));
        }
        return json;
    }

    private static void memory(ObjectNode memory, CgroupUsage sums, CgroupDetails details) {
        memory.put("usage", sums.memory());
        details.memoryPeak().ifPresent(peak -> memory.put("max_usage", peak));
        ObjectNode lines = memory.putObject("stats");
        details.memory().forEach(lines::put);
        if (details.memoryFailures() > 0) {
            memory.put("failcnt", details.memoryFailures());
        }
        memory.put("limit", sums.memoryLimit().orElse(machine()));
    }

    private static void card(ObjectNode json, CardCounts counts) {
        way(json, "rx_", counts.received());
        way(json, "tx_", counts.sent());
    }

    private static void way(ObjectNode json, String prefix, CardCounts.Way way) {
        json.put(prefix + "bytes", way.bytes())
                .put(prefix + "packets", way.packets())
                .put(prefix + "errors", way.errors())
                .put(prefix + "dropped", way.dropped());
    }

    private static void amount(ArrayNode amounts, String operation, long bytes) {
        if (bytes > 0) {
            amounts.addObject()
                    .put("major", 0)
                    .put("minor", 0)
                    .put("op", operation)
                    .put("value", bytes);
        }
    }

    private static long machine() {
        try {
            return Host.read().memory();
        } catch (IOException unknown) {
            return 0;
        }
    }

    private static ObjectNode processor(ContainerFigures.Reading at) {
        ObjectNode json = Json.object();
        ContainerFigures.Used used = at.used();
        ObjectNode usage = json.putObject("cpu_usage");
        usage.put("total_usage", used == null ? 0 : used.counters().cgroup().cpu());
        if (used != null && !used.details().perCpu().isEmpty()) {
            used.details().perCpu().forEach(usage.putArray("percpu_usage")::add);
        }
        usage.put("usage_in_kernelmode", used == null ? 0 : used.details().system())
                .put("usage_in_usermode", used == null ? 0 : used.details().user());
        if (used != null) {
            json.put("system_cpu_usage", at.system())
                    .put("online_cpus", Runtime.getRuntime().availableProcessors());
        }
        CgroupDetails.Throttling waited =
                used == null ? NOT_THROTTLED : used.details().throttling();
        json.putObject("throttling_data")
                .put("periods", waited.periods())
                .put("throttled_periods", waited.throttled())
                .put("throttled_time", waited.nanos());
        return json;
    }

    private static String time(Instant at) {
        return at.equals(Instant.EPOCH) ? NEVER : at.toString();
    }
}
