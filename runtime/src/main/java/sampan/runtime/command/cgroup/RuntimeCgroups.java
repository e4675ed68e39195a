package sampan.runtime.command.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import sampan.kernel.SyscallException;
import sampan.kernel.cgroup.Cgroup;
import sampan.kernel.cgroup.CgroupHost;
import sampan.kernel.cgroup.CgroupLimits;
import sampan.kernel.cgroup.CgroupMode;
import sampan.kernel.cgroup.CgroupOwner;
import sampan.kernel.cgroup.CgroupParent;
import sampan.kernel.cgroup.CgroupPath;
import sampan.kernel.cgroup.CgroupPlan;
import sampan.kernel.cgroup.CgroupTree;
import sampan.kernel.cgroup.Membership;
import sampan.oci.spec.Linux;
import sampan.oci.spec.Resources;
import sampan.oci.spec.Spec;
import sampan.runtime.cgroup.CgroupDescription;
import sampan.runtime.cgroup.CgroupOwnership;
import sampan.runtime.cgroup.LimitSection;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.launch.Cgroups;
import sampan.runtime.state.ContainerRecord;
import sampan.runtime.systemd.Placeholder;
import sampan.runtime.systemd.Scope;
import sampan.runtime.systemd.Scopes;

/** The cgroups of the runtime's containers, where {@code linux.cgroupsPath} wants them. */
public final class RuntimeCgroups {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final CgroupHost host;
    private final CgroupTree tree;
    private final Map<CgroupPath, CgroupParent> parents = new ConcurrentHashMap<>();

    private RuntimeCgroups(CgroupHost host) {
        this.host = host;
        this.tree = new CgroupTree(host);
    }

    public static RuntimeCgroups detect() throws IOException {
        return new RuntimeCgroups(CgroupHost.detect());
    }

    public CgroupHost host() {
        return host;
    }

    /**
     * Made, with its limits, once {@code making} is done; to be closed when a process is in it.
     *
     * @param unit of systemd; empty: none
     */
    public record Made(
            CgroupPath path, Cgroups description, String unit, Optional<Placeholder> placeholder, CgroupMaking making)
            implements AutoCloseable {
        @Override
        public void close() {
            placeholder.ifPresent(Placeholder::close);
        }
    }

    /**
     * Begins to make a container's cgroup in all hierarchies, as managers look for it in each.
     *
     * @param own the caller's own cgroup, which a relative path starts from
     */
    public Optional<Made> make(Spec spec, String id, CgroupPath own) throws IOException, RuntimeFailure {
        if (host.mode() == CgroupMode.NONE) {
            return Optional.empty();
        }
        CgroupPath path = path(asked(spec), id, own);
        CgroupLimits limits = limits(spec);
        CgroupPath above = path.parent().orElse(CgroupPath.ROOT);
        CgroupPlan plan = plan(parent(above), path, limits);
        CgroupMaking making = CgroupMaking.start(() -> make(above, plan, spec));
        return Optional.of(new Made(path, CgroupDescription.of(host, plan, List.of()), "", Optional.empty(), making));
    }

    private void make(CgroupPath above, CgroupPlan plan, Spec spec) throws IOException, RuntimeFailure {
        try {
            create(above, plan);
        } catch (NoSuchFileException gone) {
            // Whoever owns the parent may have taken it away and wants it made anew.
            if (parents.remove(above) == null) {
                throw gone;
            }
            create(above, plan);
        }
        own(plan.path(), spec);
    }

    private void create(CgroupPath above, CgroupPlan plan) throws IOException, RuntimeFailure {
        try {
            Cgroup.create(parent(above), plan);
        } catch (SyscallException refused) {
            throw new RuntimeFailure("linux.resources: " + refused.getMessage());
        }
    }

    /** Gives it to its owner, on a host with version 2 only: a delegated cgroup of version 1 is not safe. */
    private void own(CgroupPath path, Spec spec) throws IOException {
        OptionalLong owner = host.mode() == CgroupMode.V2 ? CgroupOwnership.owner(spec) : OptionalLong.empty();
        boolean done = false;
        try {
            if (owner.isPresent()) {
                CgroupOwner.give(path.under(host.unified().orElseThrow()), owner.getAsLong());
            }
            done = true;
        } finally {
            if (!done) {
                remove(path.toString(), "");
            }
        }
    }

    /** As {@link #make}, by systemd: {@code linux.cgroupsPath} is {@code slice:prefix:name}. */
    public Made makeScope(Spec spec, String id) throws IOException, RuntimeFailure {
        if (!Scopes.available()) {
            throw new RuntimeFailure(
                    "systemd cgroup flag passed, but systemd support for managing cgroups is not available");
        }
        Scope scope = scope(asked(spec), id);
        // The slice may not be there yet, and is systemd's to make.
        CgroupParent usual = parent(Scope.above(Scope.USUAL_SLICE));
        CgroupPlan plan = plan(usual.at(scope.above()), scope.path(), limits(spec));
        Placeholder placeholder = Scopes.start(scope, "container " + id, plan.writes());
        boolean done = false;
        try {
            Cgroup.fill(tree.prepare(scope.above()), plan);
            Cgroups description = CgroupDescription.of(host, plan, List.of());
            own(scope.path(), spec);
            done = true;
            return new Made(scope.path(), description, scope.unit(), Optional.of(placeholder), CgroupMaking.DONE);
        } finally {
            if (!done) {
                placeholder.close();
                Scopes.end(scope.unit());
            }
        }
    }

    private static CgroupPlan plan(CgroupParent parent, CgroupPath path, CgroupLimits limits) throws RuntimeFailure {
        try {
            CgroupPlan plan = CgroupPlan.create(parent, path.names().getLast(), limits, Membership.EVERY);
            if (plan.refusal().isPresent()) {
                throw new RuntimeFailure(
                        "linux.resources: " + plan.refusal().get().reason());
            }
            return plan;
        } catch (IllegalArgumentException wrong) {
            throw new RuntimeFailure(String.valueOf(wrong.getMessage()));
        }
    }

    private static String asked(Spec spec) {
        Linux linux = spec.linux();
        return linux == null || linux.cgroupsPath() == null ? "" : linux.cgroupsPath();
    }

    private static CgroupLimits limits(Spec spec) throws RuntimeFailure {
        Linux linux = spec.linux();
        Resources resources = linux == null || linux.resources() == null ? Resources.NONE : linux.resources();
        return limits(DefaultDevices.allowed(resources));
    }

    private static Scope scope(String asked, String id) throws RuntimeFailure {
        try {
            return asked.isEmpty() ? Scope.of(Scope.USUAL_SLICE, "sampan", id) : Scope.parse(asked);
        } catch (IllegalArgumentException wrong) {
            throw new RuntimeFailure(String.valueOf(wrong.getMessage()));
        }
    }

    public static CgroupLimits limits(Resources resources) throws RuntimeFailure {
        try {
            return LimitSection.of(resources);
        } catch (IllegalArgumentException wrong) {
            throw new RuntimeFailure(String.valueOf(wrong.getMessage()));
        }
    }

    private static CgroupPath path(String asked, String id, CgroupPath own) throws RuntimeFailure {
        try {
            if (asked.startsWith("/")) {
                return CgroupPath.parse(Path.of(asked).normalize().toString());
            }
            String relative =
                    Path.of("/" + (asked.isEmpty() ? id : asked)).normalize().toString();
            CgroupPath path = own;
            for (String name : CgroupPath.parse(relative).names()) {
                path = path.child(name);
            }
            return path;
        } catch (IllegalArgumentException wrong) {
            throw new RuntimeFailure("linux.cgroupsPath: " + wrong.getMessage());
        }
    }

    /** The cgroup a container was made in; empty: none was. */
    public Optional<Cgroup> find(String path) throws IOException {
        if (path.isEmpty() || host.mode() == CgroupMode.NONE) {
            return Optional.empty();
        }
        CgroupPath parsed = CgroupPath.parse(path);
        CgroupPath above = parsed.parent().orElse(CgroupPath.ROOT);
        CgroupParent known = parents.get(above);
        if (known == null) {
            if (!exists(parsed)) {
                return Optional.empty();
            }
            known = parent(above);
        }
        return Optional.of(new Cgroup(known, parsed.names().getLast()));
    }

    private boolean exists(CgroupPath path) {
        return host.v1().values().stream().anyMatch(mount -> Files.isDirectory(path.under(mount)))
                || host.unified()
                        .filter(mount -> Files.isDirectory(path.under(mount)))
                        .isPresent();
    }

    /**
     * For one more process in it, or in cgroups below it.
     *
     * @param wanted {@code path} for all hierarchies, or {@code cpu,memory:path} for those of some controllers
     */
    public Cgroups below(ContainerRecord container, List<String> wanted) throws IOException, RuntimeFailure {
        if (container.cgroup().isEmpty()) {
            return Cgroups.NONE;
        }
        CgroupPath own = CgroupPath.parse(container.cgroup());
        Cgroups joined = CgroupDescription.existing(host, own, List.of());
        return wanted.isEmpty()
                ? CgroupDescription.beside(joined, host, own, container.pid())
                : SubCgroups.of(host, own, joined, wanted);
    }

    /**
     * Kills what is left in it and takes it away.
     *
     * @param unit of systemd, which goes too; empty: none
     */
    public void remove(String path, String unit) throws IOException {
        if (!unit.isEmpty()) {
            Optional<Cgroup> scope = find(path);
            if (scope.isPresent()) {
                scope.get().thaw();
            }
            Scopes.end(unit);
        }
        Optional<Cgroup> found = find(path);
        if (found.isEmpty() || found.get().remove(Duration.ZERO)) {
            return;
        }
        try {
            found.get().thaw();
            found.get().kill(PATIENCE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!found.get().remove(PATIENCE)) {
            throw new IOException("unable to remove cgroup " + path + ": device or resource busy");
        }
    }

    /** Takes it away unless somebody is in it, which {@link #remove} looks at. */
    public void removeEmpty(String path) throws IOException {
        Optional<Cgroup> found = find(path);
        if (found.isPresent()) {
            found.get().remove(Duration.ZERO);
        }
    }

    private CgroupParent parent(CgroupPath path) throws IOException {
        CgroupParent known = parents.get(path);
        if (known == null) {
            known = tree.prepare(path);
            parents.put(path, known);
        }
        return known;
    }
}
