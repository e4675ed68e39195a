package sampan.runtime.command.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sampan.oci.spec.Implements;
import sampan.oci.spec.IntelRdt;
import sampan.oci.spec.Linux;
import sampan.oci.spec.Spec;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.json.GoJson;

/**
 * <a href="https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#intelrdt">config-linux.md#intelrdt</a>: the group of a resctrl file system that a container's process joins.
 *
 * @param id the container's; names what has no name of its own
 */
@Implements(value = "config-linux.md#intelrdt", properties = "linux.intelRdt")
public record CacheAllocation(IntelRdt asked, String id) {
    private static final String WHERE = "linux.intelRdt";
    private static final Path MOUNTS = Path.of("/proc/self/mounts");
    private static final String DEFAULT_GROUP = "/";

    /** Empty when none is asked for; what is said is checked. */
    public static Optional<CacheAllocation> of(Spec spec, String id) throws RuntimeFailure {
        Linux linux = spec.linux();
        IntelRdt asked = linux == null ? null : linux.intelRdt();
        if (asked == null) {
            return Optional.empty();
        }
        CacheAllocation allocation = new CacheAllocation(asked, id);
        allocation.check();
        return Optional.of(allocation);
    }

    /**
     * Gives a container's process what its specification asks for, if anything.
     *
     * @return the folders to be removed with the container
     */
    public static List<String> give(Spec spec, String id, int pid) throws IOException, RuntimeFailure {
        Optional<CacheAllocation> allocation = of(spec, id);
        return allocation.isPresent() ? allocation.get().apply(mountPoint(), pid) : List.of();
    }

    private void check() throws RuntimeFailure {
        String group = asked.closId();
        if (group != null && isOdd(group)) {
            throw new RuntimeFailure(WHERE + ".closID: invalid name " + GoJson.quoted(group));
        }
        String bandwidth = asked.memBwSchema();
        if (bandwidth != null && !bandwidth.startsWith("MB:")) {
            throw new RuntimeFailure(WHERE + ".memBwSchema: must begin with MB:");
        }
        if (lines().stream().anyMatch(line -> line.contains("\n"))) {
            throw new RuntimeFailure(WHERE + ": a schema must not contain a newline");
        }
    }

    private static boolean isOdd(String group) {
        return !group.equals(DEFAULT_GROUP)
                && (group.isEmpty() || group.startsWith(".") || group.chars().anyMatch(c -> c == '/' || c == '\n'));
    }

    /** In the order in which they are to be written. */
    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        Stream.of(asked.l3CacheSchema(), asked.memBwSchema())
                .filter(line -> line != null && !line.isEmpty())
                .forEach(lines::add);
        lines.addAll(asked.schemata());
        return lines;
    }

    /** Where the file system is mounted, which needs a processor and a kernel with it, and somebody who mounts it. */
    public static Path mountPoint() throws IOException, RuntimeFailure {
        try (Stream<String> mounts = Files.lines(MOUNTS)) {
            Optional<String> found = mounts.filter(line -> line.split(" ", -1)[2].equals("resctrl"))
                    .map(line -> line.split(" ", -1)[1])
                    .findFirst();
            if (found.isEmpty()) {
                throw new RuntimeFailure(WHERE + ": there is no mounted resctrl file system");
            }
            return Path.of(found.get());
        }
    }

    /**
     * Makes or finds the group, and puts the process into it.
     *
     * @return the folders to be removed with the container, the innermost first
     */
    public List<String> apply(Path resctrl, int pid) throws IOException, RuntimeFailure {
        String named = asked.closId();
        Path group = DEFAULT_GROUP.equals(named) ? resctrl : resctrl.resolve(named == null ? id : named);
        boolean made = !Files.isDirectory(group);
        if (made && named != null && lines().isEmpty()) {
            throw new RuntimeFailure(WHERE + ".closID: there is no group " + named);
        }
        List<String> own = made ? make(group) : new ArrayList<>();
        boolean applied = false;
        try {
            schemata(group, made || named == null);
            join(group, pid);
            monitor(group, pid, own);
            applied = true;
        } finally {
            if (!applied) {
                remove(own);
            }
        }
        return own;
    }

    /** One without a name of its own goes with the container. */
    private List<String> make(Path group) throws IOException {
        Files.createDirectory(group);
        return new ArrayList<>(asked.closId() == null ? List.of(group.toString()) : List.of());
    }

    private void monitor(Path group, int pid, List<String> own) throws IOException {
        if (asked.enableMonitoring()) {
            Path monitored = Files.createDirectories(group.resolve("mon_groups").resolve(id));
            own.addFirst(monitored.toString());
            join(monitored, pid);
        }
    }

    private void schemata(Path group, boolean write) throws IOException, RuntimeFailure {
        if (lines().isEmpty()) {
            return;
        }
        Path file = group.resolve("schemata");
        if (write) {
            Files.writeString(file, lines().stream().map(line -> line + "\n").collect(Collectors.joining()));
            return;
        }
        List<String> there =
                Files.readAllLines(file).stream().map(CacheAllocation::plain).toList();
        for (String line : lines()) {
            if (!there.contains(plain(line))) {
                throw new RuntimeFailure(WHERE + ".closID: group " + group.getFileName() + " has other schemata than "
                        + GoJson.quoted(line));
            }
        }
    }

    /** The kernel pads with blanks and noughts. */
    private static String plain(String line) {
        return line.strip().replaceAll("=0+(?=[0-9a-fA-F])", "=");
    }

    private static void join(Path group, int pid) throws IOException {
        Files.writeString(group.resolve("tasks"), pid + "\n");
    }

    public static void remove(List<String> folders) throws IOException {
        for (String folder : folders) {
            // Whoever has mounted the file system may have unmounted it.
            Files.deleteIfExists(Path.of(folder));
        }
    }
}
