package sampan.kernel.cgroup;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads what a cgroup uses. */
final class CgroupReader {
    /** Version 1 shows "no limit" as the largest number of pages, in bytes. */
    private static final long V1_UNLIMITED = Long.MAX_VALUE / 4096 * 4096;

    private final CgroupHost host;
    private final CgroupPath path;

    CgroupReader(CgroupHost host, CgroupPath path) {
        this.host = host;
        this.path = path;
    }

    CgroupStats stats() throws IOException {
        boolean old = host.v1().containsKey("memory");
        String statistics = text("memory", "memory.stat").orElse("");
        OptionalLong limit = number("memory", old ? "memory.limit_in_bytes" : "memory.max");
        return new CgroupStats(
                number("memory", old ? "memory.usage_in_bytes" : "memory.current"),
                optional(ControlFile.number(statistics, old ? "total_inactive_file" : "inactive_file")),
                limit.orElse(V1_UNLIMITED) >= V1_UNLIMITED ? OptionalLong.empty() : limit,
                cpu(),
                number("pids", "pids.current"),
                oomKills());
    }

    long oomKills() throws IOException {
        String file = host.v1().containsKey("memory") ? "memory.oom_control" : "memory.events";
        return text("memory", file)
                .flatMap(text -> ControlFile.number(text, "oom_kill"))
                .orElse(0L);
    }

    /** As version 1 lists them; version 2 has one program, replaced whole. */
    DeviceRules devices() throws IOException {
        Path mount = host.v1().get("devices");
        Optional<String> list = mount == null
                ? Optional.empty()
                : ControlFile.readIfThere(path.under(mount).resolve("devices.list"));
        return list.map(DeviceRules::parse).orElse(DeviceRules.EVERYTHING);
    }

    /** cgroup2 counts processor time with no controller enabled. */
    private Duration cpu() throws IOException {
        OptionalLong nanos = number("cpuacct", "cpuacct.usage");
        if (nanos.isPresent()) {
            return Duration.ofNanos(nanos.getAsLong());
        }
        Optional<Path> file = host.unified().map(mount -> path.under(mount).resolve("cpu.stat"));
        Optional<String> text = file.isPresent() ? ControlFile.readIfThere(file.get()) : Optional.empty();
        long micros = text.flatMap(t -> ControlFile.number(t, "usage_usec")).orElse(0L);
        return Duration.ofNanos(micros * 1_000);
    }

    private OptionalLong number(String controller, String file) throws IOException {
        return text(controller, file)
                .map(String::strip)
                .filter(text -> !text.equals("max"))
                .map(text -> OptionalLong.of(Long.parseLong(text)))
                .orElse(OptionalLong.empty());
    }

    private Optional<String> text(String controller, String file) throws IOException {
        Optional<Path> mount = Optional.ofNullable(host.v1().get(controller)).or(host::unified);
        return mount.isPresent()
                ? ControlFile.readIfThere(path.under(mount.get()).resolve(file))
                : Optional.empty();
    }

    private static OptionalLong optional(Optional<Long> number) {
        return number.map(OptionalLong::of).orElse(OptionalLong.empty());
    }
}
