package sampan.runtime.launch;

import java.util.List;
import java.util.Optional;
import sampan.kernel.Errno;
import sampan.oci.spec.Mount;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Register;
import sampan.runtime.program.Script;
import sampan.runtime.program.Syscall;

/**
 * A mount of type cgroup: cgroup2 as it is, or a folder with version 1's hierarchies and, on hybrid hosts, cgroup2 as
 * {@code unified}. Of each the container's cgroup is bound, which is what a mount in a new cgroup namespace shows, in two calls
 * where a mount takes seven. In a cgroup namespace that is joined each is mounted, as its root may be another cgroup.
 */
final class CgroupMount {
    private static final int OPEN = 0755;

    private CgroupMount() {}

    static void compile(Launch launch, Mount mount, MountOptions options) {
        ContainerPath destination = ContainerPath.of(mount.destination());
        List<Cgroups.Hierarchy> hierarchies = launch.request().cgroups().hierarchies();
        boolean pure = hierarchies.stream().allMatch(Cgroups.Hierarchy::unified);
        if (pure || "cgroup2".equals(mount.type())) {
            one(launch, hierarchies, options);
            MountPoint.directory(launch, destination, How.DIRECTORY);
            MountPoint.cover(launch, destination, launch.value("mount"));
        } else {
            all(launch, shown(launch, hierarchies, destination), destination, options);
        }
    }

    /**
     * Where systemd's hierarchy of version 1 is mounted over its place, as Podman has it for a container's systemd, that is the one to be
     * used: systemd would rather take cgroup2, and may not write there.
     */
    private static List<Cgroups.Hierarchy> shown(
            Launch launch, List<Cgroups.Hierarchy> hierarchies, ContainerPath destination) {
        ContainerPath systemds = ContainerPath.of(destination + "/systemd");
        boolean given = launch.spec().mounts().stream()
                .anyMatch(mount -> ContainerPath.of(mount.destination()).equals(systemds));
        return given
                ? hierarchies.stream().filter(hierarchy -> !hierarchy.unified()).toList()
                : hierarchies;
    }

    private static void one(Launch launch, List<Cgroups.Hierarchy> hierarchies, MountOptions options) {
        boolean own = launch.namespaces().has(Namespaces.Kind.CGROUP);
        if (!own && hierarchies.isEmpty() && (launch.remapped() || launch.host().nested())) {
            hosts(launch, options);
        } else if (own || hierarchies.isEmpty()) {
            FileSystem fs = FileSystem.open(launch, "cgroup2");
            fs.set("source", "cgroup");
            fs.mount(launch.register("mount"), NewMount.attributes(options));
        } else {
            hierarchies.stream().filter(Cgroups.Hierarchy::unified).forEach(unified -> bound(launch, unified, options));
        }
        NewMount.spread(launch, options, launch.value("mount"));
    }

    /** Who is not root mounts none in the host's cgroup namespace: without a cgroup of its own a container sees what its caller sees. */
    private static void hosts(Launch launch, MountOptions options) {
        launch.script()
                .call(
                        Syscall.OPEN_TREE,
                        Argument.AT_FDCWD,
                        Argument.of("/sys/fs/cgroup"),
                        Symbol.all(Symbol.OPEN_TREE_CLONE, Symbol.OPEN_TREE_CLOEXEC, Symbol.AT_RECURSIVE))
                .into(launch.register("mount"));
        MountOptions.Attributes readOnly = new MountOptions.Attributes(Symbol.MOUNT_ATTR_RDONLY.value(), 0);
        new MountAttributes(
                        options.own().then(options.all()).then(readOnly),
                        Optional.of(Symbol.MS_PRIVATE),
                        Optional.empty())
                .apply(launch, launch.value("mount"), true);
    }

    private static void all(
            Launch launch, List<Cgroups.Hierarchy> hierarchies, ContainerPath destination, MountOptions options) {
        Script script = launch.script();
        Register folder = launch.register("cgroups");
        FileSystem tmpfs = FileSystem.open(launch, "tmpfs");
        tmpfs.set("mode", "755");
        tmpfs.set("source", "tmpfs");
        // Written to below, and read-only at the end.
        MountOptions.Attributes attributes = options.own().then(options.all());
        MountOptions.Attributes writable =
                attributes.then(new MountOptions.Attributes(0, Symbol.MOUNT_ATTR_RDONLY.value()));
        tmpfs.mount(folder, Argument.of(writable.set(), MountAttributes.names(writable.set())));
        // Of a tree that is attached nowhere only the topmost mount can be changed: there it goes into its place last.
        boolean last = SharedMounts.of(launch);
        if (!last) {
            place(launch, destination, folder);
        }
        for (Cgroups.Hierarchy hierarchy : hierarchies) {
            if (launch.namespaces().joins(Namespaces.Kind.CGROUP)) {
                mounted(launch, hierarchy, options);
            } else {
                bound(launch, hierarchy, options);
            }
            script.call(Syscall.MKDIRAT, Argument.of(folder), Argument.of(hierarchy.name()), Argument.octal(OPEN));
            script.call(
                    Syscall.MOVE_MOUNT,
                    launch.value("mount"),
                    Argument.of(""),
                    Argument.of(folder),
                    Argument.of(hierarchy.name()),
                    Symbol.MOVE_MOUNT_F_EMPTY_PATH.argument());
            links(launch, hierarchy);
        }
        if ((attributes.set() & Symbol.MOUNT_ATTR_RDONLY.value()) != 0) {
            MountAttributes.READONLY.apply(launch, Argument.of(folder), false);
        }
        if (last) {
            place(launch, destination, folder);
        }
    }

    private static void place(Launch launch, ContainerPath destination, Register folder) {
        MountPoint.directory(launch, destination, How.DIRECTORY);
        MountPoint.cover(launch, destination, Argument.of(folder));
    }

    private static void mounted(Launch launch, Cgroups.Hierarchy hierarchy, MountOptions options) {
        FileSystem fs = FileSystem.open(launch, hierarchy.unified() ? "cgroup2" : "cgroup");
        if (hierarchy.controllers().startsWith("name=")) {
            fs.flag("none");
        }
        if (!hierarchy.unified()) {
            List.of(hierarchy.controllers().split(",", -1)).forEach(fs::option);
        }
        fs.set("source", "cgroup");
        fs.mount(launch.register("mount"), NewMount.attributes(options));
    }

    /** Not a peer of the host's mount either. */
    private static void bound(Launch launch, Cgroups.Hierarchy hierarchy, MountOptions options) {
        launch.script()
                .call(
                        Syscall.OPEN_TREE,
                        Argument.AT_FDCWD,
                        Argument.of(hierarchy.directory()),
                        Symbol.all(Symbol.OPEN_TREE_CLONE, Symbol.OPEN_TREE_CLOEXEC))
                .into(launch.register("mount"));
        new MountAttributes(options.own().then(options.all()), Optional.of(Symbol.MS_PRIVATE), Optional.empty())
                .apply(launch, launch.value("mount"), false);
    }

    /** {@code cpu} leads to {@code cpu,cpuacct}. */
    private static void links(Launch launch, Cgroups.Hierarchy hierarchy) {
        if (!hierarchy.name().contains(",")) {
            return;
        }
        for (String controller : hierarchy.controllers().split(",", -1)) {
            launch.script()
                    .call(
                            Syscall.SYMLINKAT,
                            Argument.of(hierarchy.name()),
                            launch.value("cgroups"),
                            Argument.of(controller))
                    .tolerate(Errno.EEXIST);
        }
    }
}
