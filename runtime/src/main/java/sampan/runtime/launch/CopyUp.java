package sampan.runtime.launch;

import sampan.oci.spec.Mount;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Script;
import sampan.runtime.program.Syscall;

/**
 * {@code tmpcopyup}: a tmpfs that begins with what the folder below it holds. Nothing is copied: it is an overlay of the folder with
 * its upper layer in a tmpfs.
 *
 * <p>Before Linux 6.13 overlay takes names only, of what is somewhere in the tree of mounts. So the tmpfs covers the folder, with a
 * copy of the folder's mount in it, until the overlay has its own copies of both; names are those in the tmpfs, which is nobody else's.
 */
final class CopyUp {
    private static final int PRIVATE = 0700;
    private static final int OPEN = 0755;

    private CopyUp() {}

    static void compile(Launch launch, Mount mount, MountOptions options) {
        Script script = launch.script();
        FileSystem tmpfs = FileSystem.open(launch, "tmpfs");
        options.data().stream().filter(option -> !option.startsWith("mode=")).forEach(tmpfs::option);
        tmpfs.mount(launch.register("mount"), Argument.of(0));
        folder(launch, "lower", OPEN);
        folder(launch, "upper", OPEN);
        folder(launch, "work", PRIVATE);
        ContainerPath destination = ContainerPath.of(mount.destination());
        MountPoint.directory(launch, destination, How.DIRECTORY);
        copyBelow(launch);
        MountPoint.cover(launch, destination, launch.value("mount"));
        script.call(Syscall.FCHDIR, launch.value("mount"));
        script.call(
                Syscall.MOVE_MOUNT,
                launch.value("below"),
                Argument.of(""),
                Argument.AT_FDCWD,
                Argument.of("lower"),
                Symbol.MOVE_MOUNT_F_EMPTY_PATH.argument());
        FileSystem overlay = FileSystem.open(launch, "overlay");
        overlay.set("source", "tmpfs");
        overlay.set("lowerdir", "lower");
        overlay.set("upperdir", "upper");
        overlay.set("workdir", "work");
        overlay.mount(launch.register("mount"), NewMount.attributes(options));
        script.call(Syscall.UMOUNT2, Argument.of("."), Symbol.MNT_DETACH.argument());
        script.call(Syscall.FCHDIR, launch.root());
        NewMount.spread(launch, options, launch.value("mount"));
        MountPoint.cover(launch, destination, launch.value("mount"));
    }

    private static void copyBelow(Launch launch) {
        launch.script()
                .call(
                        Syscall.OPEN_TREE,
                        launch.value(MountPoint.TARGET),
                        Argument.of(""),
                        Symbol.all(Symbol.OPEN_TREE_CLONE, Symbol.OPEN_TREE_CLOEXEC, Symbol.AT_EMPTY_PATH))
                .into(launch.register("below"));
    }

    private static void folder(Launch launch, String name, int mode) {
        launch.script().call(Syscall.MKDIRAT, launch.value("mount"), Argument.of(name), Argument.octal(mode));
    }
}
