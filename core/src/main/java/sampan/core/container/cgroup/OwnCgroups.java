package sampan.core.container.cgroup;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import sampan.kernel.cgroup.Cgroup;
import sampan.kernel.cgroup.CgroupHost;
import sampan.kernel.cgroup.CgroupParent;
import sampan.kernel.cgroup.CgroupPath;
import sampan.kernel.cgroup.CgroupPlan;
import sampan.kernel.cgroup.CgroupTree;
import sampan.kernel.cgroup.CgroupWrite;

/** The engine makes them itself: {@code /sampan/<root>/<container>}. */
final class OwnCgroups implements CgroupMaker {
    private static final String MONITORS = "monitors";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final CgroupTree tree;
    private final CgroupPath usual;
    private final Map<CgroupPath, CgroupParent> parents = new ConcurrentHashMap<>();
    /** First names of paths that somebody asked for and that were not there: all below them is to go again. */
    private final Set<String> made = ConcurrentHashMap.newKeySet();

    OwnCgroups(CgroupHost host, CgroupPath usual) {
        this.tree = new CgroupTree(host);
        this.usual = usual;
    }

    @Override
    public CgroupPath parent(String asked) {
        return asked.isEmpty() ? usual : CgroupPath.parse(asked);
    }

    @Override
    public String leaf(String container) {
        return container;
    }

    @Override
    public Optional<String> container(String leaf) {
        return leaf.equals(MONITORS) ? Optional.empty() : Optional.of(leaf);
    }

    @Override
    public CgroupParent prepared(CgroupPath path) throws IOException {
        CgroupParent known = parents.get(path);
        if (known == null) {
            if (!path.names().isEmpty()
                    && !tree.exists(new CgroupPath(path.names().subList(0, 1)))) {
                made.add(path.names().getFirst());
            }
            known = tree.prepare(path);
            parents.put(path, known);
        }
        return known;
    }

    @Override
    public boolean makesSpares() {
        return true;
    }

    @Override
    public Hold make(CgroupPlan plan) throws IOException {
        CgroupPath above = plan.path().parent().orElse(CgroupPath.ROOT);
        try {
            Cgroup.create(prepared(above), plan);
        } catch (NoSuchFileException gone) {
            // Whoever owns the parent may have taken it away.
            if (parents.remove(above) == null) {
                throw gone;
            }
            Cgroup.create(prepared(above), plan);
        }
        return Hold.NONE;
    }

    @Override
    public void changed(String leaf, List<CgroupWrite> limits) {
        // nobody else writes them
    }

    @Override
    public void remove(Cgroup cgroup) throws IOException, InterruptedException {
        if (!cgroup.remove(Duration.ZERO)) {
            cgroup.kill(PATIENCE);
            cgroup.remove(PATIENCE);
        }
    }

    @Override
    public Cgroup monitors() throws IOException {
        Cgroup monitors = new Cgroup(prepared(usual), MONITORS);
        if (!monitors.exists()) {
            Cgroup.create(prepared(usual), CgroupPlan.leaf(prepared(usual), MONITORS));
        }
        return monitors;
    }

    @Override
    public void prune() throws IOException {
        new Cgroup(prepared(usual), MONITORS).remove(Duration.ZERO);
        tree.prune(usual);
        for (CgroupPath path : parents.keySet()) {
            if (!path.names().isEmpty() && made.contains(path.names().getFirst())) {
                tree.prune(path);
            }
        }
    }
}
