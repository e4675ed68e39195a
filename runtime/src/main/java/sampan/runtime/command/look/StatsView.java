package sampan.runtime.command.look;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import sampan.kernel.cgroup.CgroupHost;
import sampan.kernel.cgroup.CgroupPath;
import sampan.runtime.command.context.Loaded;

/** What a container uses, as {@code events} shows it. */
public final class StatsView {
    private static final long TICK_NANOS = 10_000_000L;
    private static final long MICRO = 1000L;

    private final CgroupFiles files;

    private StatsView(CgroupFiles files) {
        this.files = files;
    }

    static Map<String, Object> of(CgroupHost host, Loaded container) throws IOException {
        Map<String, Object> view = new LinkedHashMap<>();
        if (container.record().cgroup().isEmpty()) {
            return view;
        }
        StatsView stats = new StatsView(
                new CgroupFiles(host, CgroupPath.parse(container.record().cgroup())));
        view.put("cpu", stats.cpu());
        view.put("cpuset", stats.cpuset());
        view.put("memory", stats.memory());
        view.put("pids", stats.pids());
        view.put("blkio", stats.io());
        view.put("hugetlb", Map.of());
        view.put("intel_rdt", Map.of());
        view.put("network_interfaces", null);
        return view;
    }

    private Map<String, Object> cpu() throws IOException {
        Map<String, Object> usage = new LinkedHashMap<>();
        Optional<String> total = files.legacy("cpuacct", "cpuacct.usage");
        Map<String, Object> throttling = new LinkedHashMap<>();
        if (total.isPresent()) {
            put(usage, "total", total);
            row(usage, "percpu", files.legacy("cpuacct", "cpuacct.usage_percpu"));
            row(usage, "percpu_kernel", files.legacy("cpuacct", "cpuacct.usage_percpu_sys"));
            row(usage, "percpu_user", files.legacy("cpuacct", "cpuacct.usage_percpu_user"));
            Map<String, Object> ticks = CgroupFiles.table(files.legacy("cpuacct", "cpuacct.stat"));
            usage.put("kernel", number(ticks, "system") * TICK_NANOS);
            usage.put("user", number(ticks, "user") * TICK_NANOS);
            throttling(throttling, CgroupFiles.table(files.legacy("cpu", "cpu.stat")), "throttled_time", 1);
        } else {
            Map<String, Object> stat = CgroupFiles.table(files.unified("cpu.stat"));
            usage.put("total", number(stat, "usage_usec") * MICRO);
            usage.put("kernel", number(stat, "system_usec") * MICRO);
            usage.put("user", number(stat, "user_usec") * MICRO);
            throttling(throttling, stat, "throttled_usec", MICRO);
        }
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("usage", usage);
        view.put("throttling", throttling);
        pressure("cpu.pressure", view);
        return view;
    }

    private static void throttling(Map<String, Object> view, Map<String, Object> stat, String time, long unit) {
        some(view, "periods", number(stat, "nr_periods"));
        some(view, "throttledPeriods", number(stat, "nr_throttled"));
        some(view, "throttledTime", number(stat, time) * unit);
    }

    private Map<String, Object> cpuset() throws IOException {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("cpus", list(either("cpuset", "cpuset.effective_cpus", "cpuset.cpus.effective")));
        view.put(
                "cpu_exclusive",
                CgroupFiles.number(files.legacy("cpuset", "cpuset.cpu_exclusive"))
                        .orElse(0));
        view.put("mems", list(either("cpuset", "cpuset.effective_mems", "cpuset.mems.effective")));
        for (String name : List.of(
                "mem_hardwall",
                "mem_exclusive",
                "memory_migrate",
                "memory_spread_page",
                "memory_spread_slab",
                "memory_pressure",
                "sched_load_balance",
                "sched_relax_domain_level")) {
            view.put(
                    name,
                    CgroupFiles.number(files.legacy("cpuset", "cpuset." + name)).orElse(0));
        }
        return view;
    }

    private Map<String, Object> memory() throws IOException {
        Map<String, Object> view = new LinkedHashMap<>();
        Optional<String> old = files.legacy("memory", "memory.stat");
        Map<String, Object> raw = CgroupFiles.table(old.isPresent() ? old : files.unified("memory.stat"));
        if (old.isPresent()) {
            some(view, "cache", number(raw, "cache"));
            view.put("usage", entry("memory"));
            view.put("swap", entry("memory.memsw"));
            view.put("kernel", entry("memory.kmem"));
            view.put("kernelTCP", entry("memory.kmem.tcp"));
        } else {
            some(view, "cache", number(raw, "file"));
            view.put("usage", entry2("memory"));
            view.put("swap", entry2("memory.swap"));
            view.put("kernel", Map.of("failcnt", 0));
            view.put("kernelTCP", Map.of("failcnt", 0));
        }
        view.put("raw", new TreeMap<>(raw));
        pressure("memory.pressure", view);
        return view;
    }

    private Map<String, Object> entry(String name) throws IOException {
        Map<String, Object> entry = new LinkedHashMap<>();
        put(entry, "limit", files.legacy("memory", name + ".limit_in_bytes"));
        some(entry, "usage", legacyNumber(name + ".usage_in_bytes"));
        some(entry, "max", legacyNumber(name + ".max_usage_in_bytes"));
        entry.put("failcnt", legacyNumber(name + ".failcnt"));
        return entry;
    }

    private long legacyNumber(String file) throws IOException {
        return CgroupFiles.number(files.legacy("memory", file)).orElse(0);
    }

    private Map<String, Object> entry2(String name) throws IOException {
        Map<String, Object> entry = new LinkedHashMap<>();
        put(entry, "limit", files.unified(name + ".max"));
        put(entry, "usage", files.unified(name + ".current"));
        put(entry, "max", files.unified(name + ".peak"));
        entry.put("failcnt", number(CgroupFiles.table(files.unified("memory.events")), "max"));
        return entry;
    }

    private Map<String, Object> pids() throws IOException {
        Map<String, Object> view = new LinkedHashMap<>();
        put(view, "current", either("pids", "pids.current", "pids.current"));
        OptionalLong limit = CgroupFiles.number(either("pids", "pids.max", "pids.max"));
        limit.ifPresent(most -> some(view, "limit", most == Long.MAX_VALUE ? 0 : most));
        return view;
    }

    private Map<String, Object> io() throws IOException {
        Map<String, Object> view = new LinkedHashMap<>();
        operations(view, "ioServiceBytesRecursive", files.legacy("blkio", "blkio.throttle.io_service_bytes_recursive"));
        operations(view, "ioServicedRecursive", files.legacy("blkio", "blkio.throttle.io_serviced_recursive"));
        pressure("io.pressure", view);
        return view;
    }

    /** Lines of {@code 254:0 Read 8192}. */
    private static void operations(Map<String, Object> view, String name, Optional<String> text) {
        List<Object> operations = new ArrayList<>();
        text.orElse("")
                .lines()
                .map(line -> line.split("[: ]", -1))
                .filter(words -> words.length == 4)
                .forEach(words -> {
                    Map<String, Object> operation = new LinkedHashMap<>();
                    some(operation, "major", Long.parseLong(words[0]));
                    some(operation, "minor", Long.parseLong(words[1]));
                    operation.put("op", words[2]);
                    some(operation, "value", Long.parseLong(words[3]));
                    operations.add(operation);
                });
        if (!operations.isEmpty()) {
            view.put(name, operations);
        }
    }

    /** psi(8), where cgroup2 counts it: {@code some avg10=0.00 avg60=0.00 avg300=0.00 total=0}. */
    private void pressure(String file, Map<String, Object> view) throws IOException {
        Optional<String> text = files.unified(file);
        if (text.isEmpty()) {
            return;
        }
        Map<String, Object> pressure = new LinkedHashMap<>();
        text.get().lines().map(line -> line.split(" ", -1)).forEach(words -> {
            Map<String, Object> line = new LinkedHashMap<>();
            for (int i = 1; i < words.length; i++) {
                String[] pair = words[i].split("=", 2);
                if (pair[0].equals("total")) {
                    line.put(pair[0], Long.parseLong(pair[1]));
                } else {
                    line.put(pair[0], Double.parseDouble(pair[1]));
                }
            }
            pressure.put(words[0], line);
        });
        view.put("psi", pressure);
    }

    private Optional<String> either(String controller, String legacy, String unified) throws IOException {
        Optional<String> old = files.legacy(controller, legacy);
        return old.isPresent() ? old : files.unified(unified);
    }

    /** {@code 0-2,7} one by one. */
    private static List<Object> list(Optional<String> text) {
        List<Object> numbers = new ArrayList<>();
        for (String part : text.orElse("").split(",", -1)) {
            if (!part.isEmpty()) {
                String[] ends = part.split("-", 2);
                for (int i = Integer.parseInt(ends[0]); i <= Integer.parseInt(ends[ends.length - 1]); i++) {
                    numbers.add(i);
                }
            }
        }
        return numbers;
    }

    private static void put(Map<String, Object> view, String name, Optional<String> text) {
        CgroupFiles.number(text).ifPresent(value -> view.put(name, value));
    }

    private static void row(Map<String, Object> view, String name, Optional<String> text) {
        List<Object> row = CgroupFiles.row(text);
        if (!row.isEmpty()) {
            view.put(name, row);
        }
    }

    /** Nought is left out, as Go's omitempty does. */
    private static void some(Map<String, Object> view, String name, long value) {
        if (value != 0) {
            view.put(name, value);
        }
    }

    private static long number(Map<String, Object> table, String name) {
        return table.get(name) instanceof Long value ? value : 0;
    }
}
