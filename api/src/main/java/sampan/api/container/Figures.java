package sampan.api.container;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import sampan.api.call.Json;
import sampan.core.container.Container;
import sampan.core.stats.Counters;
import sampan.core.stats.Traffic;
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

    private Figures() {}

    static ObjectNode json(Container container, ContainerFigures.Reading before, ContainerFigures.Reading now) {
        ObjectNode json = Json.object().put("read", time(now.at())).put("preread", time(before.at()));
        Counters counters = now.counters();
        ObjectNode tasks = json.putObject("pids_stats");
        ObjectNode disks = json.putObject("blkio_stats");
        json.put("num_procs", 0).putObject("storage_stats");
        json.set("cpu_stats", processor(now));
        json.set("precpu_stats", processor(before));
        ObjectNode memory = json.putObject("memory_stats");
        json.put("name", "/" + container.name()).put("id", container.id());
        if (counters == null) {
            disks.putNull("io_service_bytes_recursive");
            COUNTERS_OF_OLD.forEach(disks::putNull);
            return json;
        }
        CgroupUsage used = counters.cgroup();
        tasks.put("current", used.tasks());
        ArrayNode bytes = disks.putArray("io_service_bytes_recursive");
        amount(bytes, "read", used.read());
        amount(bytes, "write", used.written());
        COUNTERS_OF_OLD.forEach(disks::putArray);
        memory.put("usage", used.memory());
        memory.putObject("stats")
                .put("inactive_file", used.inactiveFile())
                .put("total_inactive_file", used.inactiveFile());
        memory.put("limit", used.memoryLimit().orElse(machine()));
        if (!counters.network().equals(Traffic.NONE)) {
            json.putObject("networks")
                    .putObject("eth0")
                    .put("rx_bytes", counters.network().received())
                    .put("tx_bytes", counters.network().sent());
        }
        return json;
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
        Counters counters = at.counters();
        json.putObject("cpu_usage")
                .put("total_usage", counters == null ? 0 : counters.cgroup().cpu())
                .put("usage_in_kernelmode", 0)
                .put("usage_in_usermode", 0);
        if (counters != null) {
            json.put("system_cpu_usage", at.system())
                    .put("online_cpus", Runtime.getRuntime().availableProcessors());
        }
        json.putObject("throttling_data")
                .put("periods", 0)
                .put("throttled_periods", 0)
                .put("throttled_time", 0);
        return json;
    }

    private static String time(Instant at) {
        return at.equals(Instant.EPOCH) ? NEVER : at.toString();
    }
}
