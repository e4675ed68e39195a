package sampan.runtime.launch;

import java.util.List;
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
 *
 * <p>The folder on top looks as a tmpfs in its place would: owner and mode are what the options say, otherwise root's and the covered
 * folder's mode.
 */
final class CopyUp {
    private static final int PRIVATE = 0700;
    private static final List<String> LOOKS = List.of("mode=", "uid=", "gid=");

    private CopyUp() {}

    /** Register {@code mode} has the covered folder's, which no option replaces where {@code copiesMode}. */
    static void compile(Launch launch, Mount mount, MountOptions options, boolean copiesMode) {
        Script script = launch.script();
        FileSystem tmpfs = FileSystem.open(launch, "tmpfs");
        options.data().forEach(tmpfs::option);
        tmpfs.mount(launch.register("mount"), Argument.of(0));
        folder(launch, "lower");
        folder(launch, "upper");
        folder(launch, "work");
        if (options.data().stream().anyMatch(option -> LOOKS.stream().anyMatch(option::startsWith))) {
            own(launch, copiesMode);
        }
        script.call(Syscall.FCHMODAT, launch.value("mount"), Argument.of("upper"), FileStatus.MODE.value(launch));
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

    private static void folder(Launch launch, String name) {
        launch.script().call(Syscall.MKDIRAT, launch.value("mount"), Argument.of(name), Argument.octal(PRIVATE));
    }

    /** What the options have made of the tmpfs's own folder. */
    private static void own(Launch launch, boolean copiesMode) {
        Argument tmpfs = launch.value("mount");
        FileStatus[] wanted = copiesMode ? new FileStatus[] {FileStatus.OWNER, FileStatus.GROUP} : FileStatus.values();
        FileStatus.keep(launch, tmpfs, wanted);
        launch.script()
                .call(
                        Syscall.FCHOWNAT,
                        tmpfs,
                        Argument.of("upper"),
                        FileStatus.OWNER.value(launch),
                        FileStatus.GROUP.value(launch),
                        Argument.of(0));
    }
}
