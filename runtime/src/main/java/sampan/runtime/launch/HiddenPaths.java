package sampan.runtime.launch;

import sampan.kernel.Errno;
import sampan.oci.spec.Implements;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Label;
import sampan.runtime.program.Script;
import sampan.runtime.program.Syscall;

/**
 * <a href="https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#masked-paths">config-linux.md#masked-paths</a>
 *
 * <p>A file is covered by /dev/null, a folder by an empty read-only tmpfs, and what is not there is left alone. The covers come from
 * the host, before the pivot: an image's /dev/null may be anything. (CVE-2025-31133)
 */
@Implements(value = "config-linux.md#masked-paths", properties = "linux.maskedPaths")
@Implements(value = "config-linux.md#readonly-paths", properties = "linux.readonlyPaths")
final class HiddenPaths {
    private HiddenPaths() {}

    static void mask(Launch launch) {
        if (launch.linux().maskedPaths().isEmpty()) {
            return;
        }
        Script script = launch.script();
        script.purpose("covers", "the host's /dev/null and one empty read-only tmpfs", "open_tree(2)");
        script.call(
                        Syscall.OPENAT,
                        Argument.AT_FDCWD,
                        Argument.of("/dev/null"),
                        Symbol.all(Symbol.O_PATH, Symbol.O_NOFOLLOW, Symbol.O_CLOEXEC))
                .into(launch.register("null"));
        FileSystem empty = FileSystem.open(launch, "tmpfs");
        empty.set("source", "tmpfs");
        empty.set("nr_inodes", "2");
        empty.mount(launch.register("empty"), Symbol.MOUNT_ATTR_RDONLY.argument());
        // Attached somewhere in the host's copy of the tree: only then can it be copied, before Linux 6.15.
        script.call(
                Syscall.MOVE_MOUNT,
                launch.value("empty"),
                Argument.of(""),
                Argument.AT_FDCWD,
                Argument.of("/sys"),
                Symbol.MOVE_MOUNT_F_EMPTY_PATH.argument());
        launch.linux().maskedPaths().forEach(path -> mask(launch, ContainerPath.of(path)));
    }

    private static void mask(Launch launch, ContainerPath path) {
        Script script = launch.script();
        script.purpose("hide " + path, "it tells of the host, or changes it", "proc(5)")
                .blame("can't mask path \"" + path + "\": %CALL%: %ERROR%");
        Label file = script.label();
        Label done = script.label();
        // Asked beforehand, as a copy that could not be put there would cost a wait for the kernel to take it apart.
        How.DIRECTORY
                .open(launch, path.toString())
                .into(launch.register(MountPoint.TARGET))
                .tolerate(Errno.ENOENT, Errno.ENOTDIR)
                .elseTo(file);
        copy(launch, "empty");
        MountPoint.attach(launch, launch.value("mount")).thenTo(done);
        script.place(file);
        How.PATH
                .open(launch, path.toString())
                .into(launch.register(MountPoint.TARGET))
                .tolerate(Errno.ENOENT, Errno.ENOTDIR)
                .elseTo(done);
        copy(launch, "null");
        MountPoint.attach(launch, launch.value("mount"));
        script.place(done);
    }

    private static void copy(Launch launch, String cover) {
        launch.script()
                .call(
                        Syscall.OPEN_TREE,
                        launch.value(cover),
                        Argument.of(""),
                        Symbol.all(Symbol.OPEN_TREE_CLONE, Symbol.OPEN_TREE_CLOEXEC, Symbol.AT_EMPTY_PATH))
                .into(launch.register("mount"));
    }

    static void protect(Launch launch) {
        launch.linux().readonlyPaths().forEach(path -> protect(launch, ContainerPath.of(path)));
    }

    private static void protect(Launch launch, ContainerPath path) {
        Script script = launch.script();
        script.purpose(path + " read-only", "writing there would change the host", "mount_setattr(2)")
                .blame("can't make \"" + path + "\" read-only: %CALL%: %ERROR%");
        Label done = script.label();
        How.PATH
                .open(launch, path.toString())
                .into(launch.register(MountPoint.TARGET))
                .tolerate(Errno.ENOENT, Errno.ENOTDIR)
                .elseTo(done);
        script.call(
                        Syscall.OPEN_TREE,
                        launch.value(MountPoint.TARGET),
                        Argument.of(""),
                        Symbol.all(
                                Symbol.OPEN_TREE_CLONE,
                                Symbol.OPEN_TREE_CLOEXEC,
                                Symbol.AT_EMPTY_PATH,
                                Symbol.AT_RECURSIVE))
                .into(launch.register("mount"));
        MountAttributes.READONLY.apply(launch, launch.value("mount"), true);
        MountPoint.attach(launch, launch.value("mount"));
        script.place(done);
    }
}
