package sampan.core.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sampan.core.error.EngineException;

/** Options of {@code --tmpfs}: Docker's defaults, with those that were asked for in their place. */
final class TmpfsWishes {
    private static final List<String> DEFAULT = List.of("noexec", "nosuid", "nodev");
    private static final Map<String, String> OPPOSITES = Map.ofEntries(
            Map.entry("ro", "rw"),
            Map.entry("rw", "ro"),
            Map.entry("exec", "noexec"),
            Map.entry("noexec", "exec"),
            Map.entry("suid", "nosuid"),
            Map.entry("nosuid", "suid"),
            Map.entry("dev", "nodev"),
            Map.entry("nodev", "dev"),
            Map.entry("sync", "async"),
            Map.entry("async", "sync"),
            Map.entry("atime", "noatime"),
            Map.entry("noatime", "atime"),
            Map.entry("diratime", "nodiratime"),
            Map.entry("nodiratime", "diratime"),
            Map.entry("relatime", "norelatime"),
            Map.entry("norelatime", "relatime"),
            Map.entry("strictatime", "nostrictatime"),
            Map.entry("nostrictatime", "strictatime"));
    private static final Set<String> VALUES = Set.of("size", "mode", "uid", "gid", "nr_inodes", "nr_blocks", "mpol");

    private TmpfsWishes() {}

    /** Defaults and wishes; of two that contradict each other the later wins. */
    static List<String> merged(String asked) {
        List<String> all = new ArrayList<>(DEFAULT);
        if (!asked.isEmpty()) {
            all.addAll(Arrays.asList(asked.split(",", -1)));
        }
        List<String> kept = new ArrayList<>();
        Set<String> settled = new HashSet<>();
        for (String option : all.reversed()) {
            String name = name(option);
            check(option, name);
            if (settled.add(name)) {
                kept.add(option);
                settled.add(OPPOSITES.getOrDefault(name, name));
            }
        }
        Collections.reverse(kept);
        return kept;
    }

    private static String name(String option) {
        int equals = option.indexOf('=');
        return equals < 0 ? option : option.substring(0, equals);
    }

    private static void check(String option, String name) {
        boolean known = option.contains("=")
                ? VALUES.contains(name) && !option.endsWith("=")
                : OPPOSITES.containsKey(name) || BindSyntax.PROPAGATIONS.contains(name);
        if (!known) {
            throw new EngineException.InvalidArgument("invalid tmpfs option [\"" + option + "\"]");
        }
    }
}
