package sampan.runtime.launch;

import sampan.oci.spec.Mount;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Syscall;

/**
 * {@code tmpcopyup}: a tmpfs that begins with what the folder below it holds. Nothing is copied: it is an overlay of the folder with
 * its upper layer in a tmpfs, made of descriptors, which overlay takes since Linux 6.13.
 */
final class CopyUp {
    private static final int MAJOR = 6;
    private static final int MINOR = 13;
    private static final int PRIVATE = 0700;
    private static final int OPEN = 0755;

    private CopyUp() {}

    static void compile(Launch launch, Mount mount, MountOptions options) {
        if (!launch.host().since(MAJOR, MINOR)) {
            throw new InvalidSpecException("mounts: " + mount.destination() + ": tmpcopyup needs Linux 6.13");
        }
        FileSystem tmpfs = FileSystem.open(launch, "tmpfs");
        options.data().stream().filter(option -> !option.startsWith("mode=")).forEach(tmpfs::option);
        tmpfs.mount(launch.register("mount"), Argument.of(0));
        folder(launch, "upper", OPEN);
        folder(launch, "work", PRIVATE);
        ContainerPath destination = ContainerPath.of(mount.destination());
        MountPoint.directory(launch, destination, How.DIRECTORY);
        FileSystem overlay = FileSystem.open(launch, "overlay");
        overlay.set("source", "tmpfs");
        overlay.descriptor("lowerdir+", launch.value(MountPoint.TARGET));
        overlay.descriptor("upperdir", launch.value("upper"));
        overlay.descriptor("workdir", launch.value("work"));
        overlay.mount(launch.register("mount"), NewMount.attributes(options));
        NewMount.spread(launch, options, launch.value("mount"));
        MountPoint.cover(launch, destination, launch.value("mount"));
    }

    private static void folder(Launch launch, String name, int mode) {
        launch.script().call(Syscall.MKDIRAT, launch.value("mount"), Argument.of(name), Argument.octal(mode));
        launch.script()
                .call(
                        Syscall.OPENAT,
                        launch.value("mount"),
                        Argument.of(name),
                        Symbol.all(Symbol.O_PATH, Symbol.O_DIRECTORY, Symbol.O_CLOEXEC))
                .into(launch.register(name));
    }
}
