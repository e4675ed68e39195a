package sampan.kernel.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where this host has its controllers: facts, found once.
 *
 * @param v1 mount point of each controller of version 1, and of each named hierarchy as {@code name=systemd}
 * @param unified mount point of cgroup2
 * @param unifiedControllers what {@code cgroup.controllers} of that mount names
 */
public record CgroupHost(Map<String, Path> v1, Optional<Path> unified, Set<String> unifiedControllers) {
    private static final Set<String> FLAGS =
            Set.of("rw", "ro", "clone_children", "noprefix", "xattr", "cpuset_v2_mode");

    public CgroupHost {
        v1 = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(v1));
        unifiedControllers = Set.copyOf(unifiedControllers);
    }

    /** Reads {@code /proc/self/mountinfo} and {@code cgroup.controllers}. */
    public static CgroupHost detect() throws IOException {
        CgroupHost mounts = parse(Files.readString(Path.of("/proc/self/mountinfo")));
        if (mounts.unified.isEmpty()) {
            return mounts;
        }
        String controllers = Files.readString(mounts.unified.get().resolve("cgroup.controllers"));
        return new CgroupHost(mounts.v1, mounts.unified, words(controllers));
    }

    /** The mounts in the text of proc_pid_mountinfo(5); of several mounts of one hierarchy the first. */
    static CgroupHost parse(String mountinfo) {
        Map<String, Path> v1 = new LinkedHashMap<>();
        Optional<Path> unified = Optional.empty();
        for (String line : mountinfo.lines().toList()) {
            List<String> fields = List.of(line.split(" "));
            int dash = fields.indexOf("-");
            if (dash < 6 || fields.size() < dash + 4) {
                continue;
            }
            Path mount = Path.of(unescape(fields.get(4)));
            switch (fields.get(dash + 1)) {
                case "cgroup" -> controllers(fields.get(dash + 3)).forEach(name -> v1.putIfAbsent(name, mount));
                case "cgroup2" -> unified = unified.or(() -> Optional.of(mount));
                default -> {}
            }
        }
        return new CgroupHost(v1, unified, Set.of());
    }

    public CgroupMode mode() {
        boolean old = v1.keySet().stream().anyMatch(name -> !name.startsWith("name="));
        if (unified.isPresent()) {
            return old ? CgroupMode.HYBRID : CgroupMode.V2;
        }
        return old ? CgroupMode.V1 : CgroupMode.NONE;
    }

    private static List<String> controllers(String options) {
        return List.of(options.split(",")).stream()
                .filter(option -> !FLAGS.contains(option) && !option.startsWith("release_agent="))
                .toList();
    }

    /** The kernel writes blanks in paths as octal numbers. */
    private static String unescape(String path) {
        return path.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }

    static Set<String> words(String text) {
        return text.isBlank() ? Set.of() : Set.of(text.strip().split("\\s+"));
    }
}
