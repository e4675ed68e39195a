package sampan.runtime.launch;

import java.util.Optional;
import sampan.oci.spec.Implements;
import sampan.oci.spec.Root;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Descriptor;
import sampan.runtime.program.Script;
import sampan.runtime.program.Syscall;

/** <a href="https://github.com/opencontainers/runtime-spec/blob/main/config.md#root">config.md#root</a> */
@Implements(
        value = "config.md#root",
        properties = {"root", "linux.rootfsPropagation"})
final class RootMount {
    /** The register with the folder that the root is attached to, unless that is the host's root. */
    private static final String PLACE = "place of the root";

    private RootMount() {}

    /**
     * In the parent: a detached copy of the folder that becomes the root, as open_tree(2) copies only within the caller's own mount
     * namespace; and an overlay for a user namespace, so that it has the host's rights.
     */
    static void prepare(Launch launch) {
        switch (launch.request().rootfs()) {
            case Rootfs.DirectoryRoot directory -> copy(launch, directory);
            case Rootfs.OverlayRoot overlay -> {
                if (launch.remapped()) {
                    Overlay.mount(launch, overlay);
                }
            }
        }
    }

    private static void copy(Launch launch, Rootfs.DirectoryRoot directory) {
        Script script = launch.script();
        script.purpose("the root file system", "a mount of the folder, attached nowhere yet", "open_tree(2)")
                .blame("open " + directory.path() + ": %ERROR%");
        boolean handed = directory.handed() && !launch.unprivileged();
        Argument from = handed ? script.handed(new Descriptor.RootDirectory(directory.path())) : Argument.AT_FDCWD;
        script.call(
                        Syscall.OPEN_TREE,
                        from,
                        Argument.of(handed ? "" : directory.path()),
                        Symbol.all(
                                Symbol.OPEN_TREE_CLONE,
                                Symbol.OPEN_TREE_CLOEXEC,
                                Symbol.AT_EMPTY_PATH,
                                Symbol.AT_RECURSIVE))
                .into(launch.register("root"));
        MountAttributes.spread(Symbol.MS_SLAVE).apply(launch, launch.root(), true);
    }

    /**
     * Where hooks look for the root: at its own path, in the container's mount namespace. Looked up before the process changes its
     * ids, as the folders above it may be open to their owner only.
     */
    static void find(Launch launch) {
        if (!HookSections.seeRoot(launch) || SharedMounts.of(launch)) {
            return;
        }
        String path = path(launch);
        launch.script()
                .purpose("where hooks expect the root", "at its path on the host, as runc puts it", "open(2)")
                .blame("open " + path + ": %ERROR%");
        launch.script()
                .call(
                        Syscall.OPENAT,
                        Argument.AT_FDCWD,
                        Argument.of(path),
                        Symbol.all(Symbol.O_PATH, Symbol.O_DIRECTORY, Symbol.O_CLOEXEC))
                .into(launch.register(PLACE));
    }

    /** An overlay is attached where the specification says that the root is. */
    private static String path(Launch launch) {
        Root root = launch.spec().root();
        return switch (launch.request().rootfs()) {
            case Rootfs.DirectoryRoot directory -> directory.path();
            case Rootfs.OverlayRoot _ -> root == null ? "/" : root.path();
        };
    }

    /** In the child: the host's tree lets go of the host, and the root goes on top of it. */
    static void attach(Launch launch) {
        if (!SharedMounts.of(launch)) {
            attachInOwn(launch);
        }
        MountIdentity.ROOT.keep(launch, launch.root());
    }

    private static void attachInOwn(Launch launch) {
        Script script = launch.script();
        script.purpose(
                "mounts stay in here", "what is mounted from here on does not reach the host", "mount_namespaces(7)");
        MountAttributes.letGoOfTheHost(launch);
        if (launch.request().rootfs() instanceof Rootfs.OverlayRoot overlay && !launch.remapped()) {
            Overlay.mount(launch, overlay);
        }
        script.purpose("attach the root", "on top of the host's, which pivot_root takes away", "move_mount(2)");
        boolean placed = launch.known(PLACE);
        script.call(
                Syscall.MOVE_MOUNT,
                launch.root(),
                Argument.of(""),
                placed ? launch.value(PLACE) : Argument.AT_FDCWD,
                Argument.of(placed ? "" : "/"),
                placed
                        ? Symbol.all(Symbol.MOVE_MOUNT_F_EMPTY_PATH, Symbol.MOVE_MOUNT_T_EMPTY_PATH)
                        : Symbol.MOVE_MOUNT_F_EMPTY_PATH.argument());
    }

    /** When everything is in its place. */
    static void finish(Launch launch) {
        Root root = launch.spec().root();
        if (root != null && root.readonly()) {
            launch.script().purpose("a read-only root", "no mount below it is changed", "mount_setattr(2)");
            MountAttributes.READONLY.apply(launch, launch.root(), false);
        }
    }

    /** After the pivot, which takes no shared root. */
    static void spread(Launch launch) {
        String propagation = launch.linux().rootfsPropagation();
        if (propagation != null && !propagation.isEmpty()) {
            launch.script()
                    .purpose("propagation of the root", "as linux.rootfsPropagation says", "mount_namespaces(7)");
            MountOptions.Propagation spread = propagation(propagation);
            MountAttributes.spread(spread.kind()).apply(launch, launch.root(), spread.recursive());
        }
    }

    static MountOptions.Propagation propagation(String word) {
        Optional<MountOptions.Propagation> known = MountOptions.Propagation.of(word);
        return known.orElseThrow(() -> new InvalidSpecException("rootfsPropagation=" + word + " is not supported"));
    }

    /** The host's tree goes away: nothing of it can be reached by any path. */
    static void pivot(Launch launch) {
        Script script = launch.script();
        if (!Handover.pivots(launch) || SharedMounts.of(launch)) {
            enter(launch);
            return;
        }
        script.purpose("only the root is left", "the host's tree is detached for good", "pivot_root(2)")
                .blame("pivot_root: %ERROR%");
        script.call(Syscall.FCHDIR, launch.root());
        script.call(Syscall.PIVOT_ROOT, Argument.of("."), Argument.of("."));
        script.call(Syscall.UMOUNT2, Argument.of("."), Symbol.MNT_DETACH.argument());
        script.call(Syscall.CHDIR, Argument.of("/"));
    }

    /** A root that pivot_root(2) cannot leave, as an initramfs is, is covered by what is mounted on it; one that others use too stays theirs. */
    private static void enter(Launch launch) {
        Script script = launch.script();
        String why =
                SharedMounts.of(launch) ? "the mount namespace is not the container's own" : "pivot_root is not wanted";
        script.purpose("the root is changed", why, "chroot(2)");
        Namespaces.joinMount(launch);
        SharedMounts.change(script, launch.root());
        script.call(Syscall.CHDIR, Argument.of("/"));
    }
}
