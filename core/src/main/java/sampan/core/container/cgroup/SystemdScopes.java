package sampan.core.container.cgroup;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sampan.kernel.cgroup.Cgroup;
import sampan.kernel.cgroup.CgroupHost;
import sampan.kernel.cgroup.CgroupParent;
import sampan.kernel.cgroup.CgroupPath;
import sampan.kernel.cgroup.CgroupPlan;
import sampan.kernel.cgroup.CgroupTree;
import sampan.kernel.cgroup.CgroupWrite;
import sampan.runtime.systemd.Placeholder;
import sampan.runtime.systemd.Scope;
import sampan.runtime.systemd.Scopes;

/** systemd makes them: {@code sampan-<root>-<container>.scope} in a slice. */
final class SystemdScopes implements CgroupMaker {
    private static final String MONITORS = "monitors";
    private static final String SCOPE = ".scope";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final CgroupTree tree;
    private final String usual;
    private final String prefix;
    private @Nullable Placeholder monitors;

    /**
     * @param usual slice of containers that name none
     * @param root tells the units of engines apart
     */
    SystemdScopes(CgroupHost host, String usual, String root) {
        this.tree = new CgroupTree(host);
        this.usual = usual;
        this.prefix = "sampan-" + root;
        parent(usual);
    }

    @Override
    public CgroupPath parent(String asked) {
        String slice = asked.isEmpty() ? usual : asked;
        if (!Scope.isSlice(slice)) {
            throw new IllegalArgumentException(
                    "cgroup-parent for systemd cgroup should be a valid slice named as \"xxx.slice\"");
        }
        return Scope.above(slice);
    }

    @Override
    public String leaf(String container) {
        return prefix + "-" + container + SCOPE;
    }

    @Override
    public Optional<String> container(String leaf) {
        if (!leaf.startsWith(prefix + "-") || !leaf.endsWith(SCOPE)) {
            return Optional.empty();
        }
        return Optional.of(leaf.substring(prefix.length() + 1, leaf.length() - SCOPE.length()))
                .filter(name -> !name.equals(MONITORS));
    }

    /** A slice that is not there yet is systemd's to make, and will be like the one that always is. */
    @Override
    public CgroupParent prepared(CgroupPath path) throws IOException {
        return tree.prepare(Scope.above(Scope.USUAL_SLICE)).at(path);
    }

    /** A scope without a process ends. */
    @Override
    public boolean makesSpares() {
        return false;
    }

    @Override
    public Hold make(CgroupPlan plan) throws IOException {
        CgroupPath above = plan.path().parent().orElse(CgroupPath.ROOT);
        String unit = plan.path().names().getLast();
        Scope scope = new Scope(
                above.equals(CgroupPath.ROOT) ? "-.slice" : above.names().getLast(), unit);
        Placeholder placeholder = Scopes.start(scope, description(unit), plan.writes());
        boolean done = false;
        try {
            Cgroup.fill(tree.prepare(above), plan);
            done = true;
            return placeholder::close;
        } finally {
            if (!done) {
                placeholder.close();
                Scopes.end(unit);
            }
        }
    }

    private String description(String unit) {
        return "container " + container(unit).orElse(unit);
    }

    @Override
    public void changed(String leaf, List<CgroupWrite> limits) throws IOException {
        Scopes.changed(leaf, limits);
    }

    @Override
    public void remove(Cgroup cgroup) throws IOException, InterruptedException {
        if (cgroup.exists()) {
            cgroup.kill(PATIENCE);
        }
        Scopes.end(cgroup.path().names().getLast());
        cgroup.remove(PATIENCE);
    }

    /** One scope for all, which stays as long as this engine or a monitor does. */
    @Override
    public synchronized Cgroup monitors() throws IOException {
        Scope scope = Scope.of(usual, prefix, MONITORS);
        Cgroup cgroup = new Cgroup(prepared(scope.above()), scope.unit());
        if (monitors == null) {
            if (cgroup.exists()) {
                Placeholder placeholder = Placeholder.start();
                cgroup.join(placeholder.pid());
                monitors = placeholder;
            } else {
                monitors = Scopes.start(scope, "monitors of containers", List.of());
            }
        }
        return cgroup;
    }

    /** The last one in it ends it. */
    @Override
    public synchronized void prune() {
        if (monitors != null) {
            monitors.close();
            monitors = null;
        }
    }
}
