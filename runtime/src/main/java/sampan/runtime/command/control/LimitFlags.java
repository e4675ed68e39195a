package sampan.runtime.command.control;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sampan.oci.spec.Linux;
import sampan.oci.spec.Resources;
import sampan.runtime.command.bundle.SpecPart;
import sampan.runtime.command.call.Option;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.call.Words;
import sampan.runtime.command.json.GoJson;

/** New limits, from flags or from a {@code linux.resources} section. */
public final class LimitFlags {
    private static final List<String> UNSIGNED = List.of("cpu-period", "cpu-rt-period", "cpu-share");

    static final List<Option> OPTIONS = List.of(
            Option.of(
                    "resources,r",
                    "file with a linux.resources section; \"-\" is stdin, and all other flags are ignored"),
            Option.of("blkio-weight", "weight of block I/O, 10 to 1000"),
            Option.of("cpu-period", "microseconds of a period of the CPU's quota"),
            Option.of("cpu-quota", "microseconds of CPU time in a period"),
            Option.of("cpu-burst", "microseconds of CPU time that may be saved up"),
            Option.of("cpu-share", "share of CPU time, beside others"),
            Option.of("cpu-rt-period", "microseconds of a period for real-time processes"),
            Option.of("cpu-rt-runtime", "microseconds of a period for real-time processes to run"),
            Option.of("cpuset-cpus", "CPUs, as in 0-3,7"),
            Option.of("cpuset-mems", "memory nodes, as in 0,1"),
            Option.of("cpu-idle", "1: runs only when nobody else does"),
            Option.of("kernel-memory", "bytes of the kernel's memory (obsolete)"),
            Option.of("kernel-memory-tcp", "bytes of the kernel's memory for TCP"),
            Option.of("memory", "bytes of memory; -1: no limit"),
            Option.of("memory-reservation", "bytes of memory to keep to when there is little"),
            Option.of("memory-swap", "bytes of memory and swap together; -1: no limit"),
            Option.of("pids-limit", "most processes; -1: no limit"),
            Option.of("l3-cache-schema", "line of an Intel RDT schema"),
            Option.of("mem-bw-schema", "line of an Intel RDT schema"));

    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern SIZE = Pattern.compile("([0-9]+(?:\\.[0-9]+)?) ?([kmgtp])?(?:i?b)?");
    private static final String UNITS = "kmgtp";
    private static final int STEP = 1024;

    private LimitFlags() {}

    /** @param file that it comes from */
    static Resources read(String file, byte[] text) throws RuntimeFailure {
        Linux linux = SpecPart.read(file, text, "linux", "resources").linux();
        Resources resources = linux == null ? null : linux.resources();
        return resources == null ? Resources.NONE : resources;
    }

    /** What is not said stays as it is. */
    static Resources of(Words words) throws RuntimeFailure {
        if (words.text("l3-cache-schema").isPresent()
                || words.text("mem-bw-schema").isPresent()) {
            throw new RuntimeFailure("linux.intelRdt: limits of a running container cannot be changed");
        }
        Map<String, Object> cpu = new LinkedHashMap<>();
        number(words, "cpu-period", "period", cpu);
        number(words, "cpu-quota", "quota", cpu);
        number(words, "cpu-burst", "burst", cpu);
        number(words, "cpu-share", "shares", cpu);
        number(words, "cpu-rt-period", "realtimePeriod", cpu);
        number(words, "cpu-rt-runtime", "realtimeRuntime", cpu);
        number(words, "cpu-idle", "idle", cpu);
        words.text("cpuset-cpus").ifPresent(list -> cpu.put("cpus", list));
        words.text("cpuset-mems").ifPresent(list -> cpu.put("mems", list));
        Map<String, Object> memory = new LinkedHashMap<>();
        size(words, "memory", "limit", memory);
        size(words, "memory-reservation", "reservation", memory);
        size(words, "memory-swap", "swap", memory);
        size(words, "kernel-memory", "kernel", memory);
        size(words, "kernel-memory-tcp", "kernelTCP", memory);
        Map<String, Object> all = new LinkedHashMap<>();
        put(all, "cpu", cpu);
        put(all, "memory", memory);
        Map<String, Object> pids = new LinkedHashMap<>();
        count(words, "pids-limit", "limit", pids);
        put(all, "pids", pids);
        Map<String, Object> io = new LinkedHashMap<>();
        count(words, "blkio-weight", "weight", io);
        put(all, "blockIO", io);
        return read("flags", GoJson.line(all).getBytes(StandardCharsets.UTF_8));
    }

    private static void put(Map<String, Object> all, String name, Map<String, Object> section) {
        if (!section.isEmpty()) {
            all.put(name, section);
        }
    }

    private static void number(Words words, String flag, String name, Map<String, Object> section)
            throws RuntimeFailure {
        Optional<String> text = words.text(flag);
        if (text.isEmpty()) {
            return;
        }
        boolean unsigned = UNSIGNED.contains(flag);
        if (!WHOLE.matcher(text.get()).matches() || (unsigned && text.get().startsWith("-"))) {
            throw wrong(flag, unsigned, text.get(), "invalid syntax");
        }
        try {
            section.put(name, Long.parseLong(text.get()));
        } catch (NumberFormatException tooLarge) {
            throw wrong(flag, unsigned, text.get(), "value out of range");
        }
    }

    private static RuntimeFailure wrong(String flag, boolean unsigned, String text, String why) {
        return new RuntimeFailure("invalid value for " + flag + ": strconv.Parse" + (unsigned ? "Uint" : "Int")
                + ": parsing " + GoJson.quoted(text) + ": " + why);
    }

    /** A flag that is a number for the command line itself. */
    private static void count(Words words, String flag, String name, Map<String, Object> section)
            throws RuntimeFailure {
        OptionalLong number = words.number(flag);
        if (number.isPresent()) {
            section.put(name, number.getAsLong());
        }
    }

    private static void size(Words words, String flag, String name, Map<String, Object> section) throws RuntimeFailure {
        Optional<String> text = words.text(flag);
        if (text.isEmpty()) {
            return;
        }
        if (text.get().equals("-1")) {
            section.put(name, -1);
            return;
        }
        Matcher size = SIZE.matcher(text.get().toLowerCase(Locale.ROOT));
        if (!size.matches()) {
            throw new RuntimeFailure("invalid value for " + flag + ": invalid size: '" + text.get() + "'");
        }
        double bytes = Double.parseDouble(size.group(1));
        int unit = size.group(2) == null ? 0 : UNITS.indexOf(size.group(2)) + 1;
        double all = bytes * Math.pow(STEP, unit);
        if (all >= Long.MAX_VALUE) {
            throw wrong(flag, false, text.get(), "value out of range");
        }
        section.put(name, (long) all);
    }
}
