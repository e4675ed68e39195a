package sampan.runtime.systemd;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.freedesktop.dbus.types.UInt64;
import org.freedesktop.dbus.types.Variant;
import sampan.kernel.cgroup.CgroupWrite;
import sampan.kernel.cgroup.CpuList;

/** What is written into a cgroup's files, as properties of its unit. (systemd.resource-control(5)) Files that systemd does not write have none. */
final class ScopeProperties {
    /** {@code infinity}. */
    private static final UInt64 UNLIMITED =
            new UInt64(BigInteger.TWO.pow(64).subtract(BigInteger.ONE).toString());

    /** Files with one number; those of version 1 that systemd translates have the names of version 2. */
    private static final Map<String, String> NUMBERS = Map.ofEntries(
            Map.entry("memory.min", "MemoryMin"),
            Map.entry("memory.low", "MemoryLow"),
            Map.entry("memory.high", "MemoryHigh"),
            Map.entry("memory.max", "MemoryMax"),
            Map.entry("memory.swap.max", "MemorySwapMax"),
            Map.entry("memory.limit_in_bytes", "MemoryMax"),
            Map.entry("cpu.weight", "CPUWeight"),
            Map.entry("cpu.shares", "CPUShares"),
            Map.entry("pids.max", "TasksMax"),
            Map.entry("blkio.weight", "BlockIOWeight"),
            Map.entry("io.weight", "IOWeight"));

    private static final Map<String, String> LISTS =
            Map.of("cpuset.cpus", "AllowedCPUs", "cpuset.mems", "AllowedMemoryNodes");

    private static final long MICROSECONDS = 1_000_000;

    /** systemd keeps a quota as whole percents of a second. */
    private static final long PERCENT = MICROSECONDS / 100;

    private ScopeProperties() {}

    /** Of a new cgroup, or of one that changes. */
    static List<UnitProperty> of(List<CgroupWrite> writes) {
        List<UnitProperty> properties = new ArrayList<>();
        for (CgroupWrite write : writes) {
            of(String.valueOf(write.file().getFileName()), write.value()).forEach(properties::add);
        }
        return properties;
    }

    private static Stream<UnitProperty> of(String file, String value) {
        if (NUMBERS.containsKey(file)) {
            // A weight of one device, and "default 100".
            return value.matches("[0-9]+|max") ? Stream.of(number(NUMBERS.get(file), value)) : Stream.empty();
        }
        if (LISTS.containsKey(file)) {
            return Stream.of(new UnitProperty(LISTS.get(file), new Variant<>(bits(value), "ay")));
        }
        return file.equals("cpu.max") ? quota(value.split(" ", -1)) : Stream.empty();
    }

    private static UnitProperty number(String name, String value) {
        return new UnitProperty(name, new Variant<>(value.equals("max") ? UNLIMITED : new UInt64(value), "t"));
    }

    /** CPU n is bit n of a string of bytes. */
    private static byte[] bits(String list) {
        BitSet bits = new BitSet();
        if (!list.isBlank()) {
            CpuList.parse(list.strip()).ranges().forEach(range -> bits.set(range.first(), range.last() + 1));
        }
        return bits.toByteArray();
    }

    private static Stream<UnitProperty> quota(String[] words) {
        List<UnitProperty> properties = new ArrayList<>();
        if (words[0].equals("max")) {
            properties.add(number("CPUQuotaPerSecUSec", "max"));
        } else if (words.length == 2) {
            long share = Long.parseLong(words[0]) * MICROSECONDS / Long.parseLong(words[1]);
            properties.add(number("CPUQuotaPerSecUSec", Long.toString((share + PERCENT - 1) / PERCENT * PERCENT)));
        }
        if (words.length == 2) {
            properties.add(number("CPUQuotaPeriodUSec", words[1]));
        }
        return properties.stream();
    }
}
