package sampan.kernel.cgroup;

/** {@code linux.resources.unified}: files of cgroup2 by name, written last of all, so that they win. */
final class UnifiedKeys implements Controller {
    /** A file of a controller; the core's files ({@code cgroup.procs}, {@code cgroup.subtree_control}) are the engine's. */
    private static final String FILE = "[a-z0-9_]+(\\.[A-Za-z0-9_-]+)+";

    static void check(String file, String value) {
        boolean core = file.startsWith("cgroup.") && !file.startsWith("cgroup.max.");
        if (!file.matches(FILE) || core) {
            throw new IllegalArgumentException("invalid unified resource: \"" + file + "\"");
        }
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("invalid value of unified resource \"" + file + "\"");
        }
    }

    @Override
    public String name() {
        return "unified";
    }

    @Override
    public boolean asked(CgroupLimits limits) {
        return !limits.unified().isEmpty();
    }

    @Override
    public void plan(CgroupLimits limits, Draft draft) {
        limits.unified().entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(entry -> {
                    String controller =
                            entry.getKey().substring(0, entry.getKey().indexOf('.'));
                    if (draft.unifiedHas(controller)) {
                        // One line, one write: io.max and its like take a single device at a time.
                        entry.getValue().lines().forEach(line -> draft.unified(entry.getKey(), line));
                    } else {
                        draft.refuse(controller, "the unified resource " + entry.getKey(), "Resource discarded.");
                    }
                });
    }
}
