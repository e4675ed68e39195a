package sampan.runtime.launch;

import sampan.kernel.Errno;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Label;
import sampan.runtime.program.Script;
import sampan.runtime.program.Syscall;

/**
 * Finds the place for a mount inside the root file system, and makes it when there is none.
 *
 * <p>Symbolic links are followed by the kernel, inside the root only. One that leads nowhere is replaced when even a file cannot be
 * made through it: its target's folders are unknown here, as nothing of the image is read. (Ubuntu's /etc/resolv.conf)
 */
final class MountPoint {
    static final String TARGET = "target";
    private static final int NEW_DIRECTORY = 0755;

    private MountPoint() {}

    /** Leaves the folder open in register {@link #TARGET}. */
    static void directory(Launch launch, ContainerPath path, How how) {
        Script script = launch.script();
        Label found = script.label();
        how.open(launch, path.toString())
                .into(launch.register(TARGET))
                .tolerate(Errno.ENOENT)
                .thenTo(found);
        for (int depth = 1; depth < path.names().size(); depth++) {
            ensure(launch, new ContainerPath(path.names().subList(0, depth)));
        }
        make(launch, path);
        how.open(launch, path.toString()).into(launch.register(TARGET));
        script.place(found);
    }

    /** Leaves whatever is there open in register {@link #TARGET}; makes an empty file when nothing is. */
    static void file(Launch launch, ContainerPath path) {
        Script script = launch.script();
        Label found = script.label();
        How.PATH
                .open(launch, path.toString())
                .into(launch.register(TARGET))
                .tolerate(Errno.ENOENT)
                .thenTo(found);
        for (int depth = 1; depth < path.names().size(); depth++) {
            ensure(launch, new ContainerPath(path.names().subList(0, depth)));
        }
        How.CREATE
                .open(launch, path.toString())
                .into(launch.register(TARGET))
                .tolerate(Errno.ENOENT)
                .thenTo(found);
        script.call(Syscall.UNLINKAT, parent(launch, path), Argument.of(path.last()), Argument.of(0));
        How.CREATE.open(launch, path.toString()).into(launch.register(TARGET));
        script.place(found);
    }

    /** Leaves the folder open in register {@code parent}. */
    private static void ensure(Launch launch, ContainerPath path) {
        Script script = launch.script();
        Label found = script.label();
        How.DIRECTORY
                .open(launch, path.toString())
                .into(launch.register("parent"))
                .tolerate(Errno.ENOENT)
                .thenTo(found);
        make(launch, path);
        How.DIRECTORY.open(launch, path.toString()).into(launch.register("parent"));
        script.place(found);
    }

    private static void make(Launch launch, ContainerPath path) {
        Script script = launch.script();
        Label made = script.label();
        Argument parent = parent(launch, path);
        Argument name = Argument.of(path.last());
        Argument mode = Argument.octal(NEW_DIRECTORY);
        // EEXIST although it could not be opened: a symbolic link that leads nowhere.
        script.call(Syscall.MKDIRAT, parent, name, mode).tolerate(Errno.EEXIST).thenTo(made);
        script.call(Syscall.UNLINKAT, parent, name, Argument.of(0));
        script.call(Syscall.MKDIRAT, parent, name, mode);
        script.place(made);
    }

    private static Argument parent(Launch launch, ContainerPath path) {
        return path.names().size() == 1 ? launch.root() : launch.value("parent");
    }

    /** Puts the mount in register {@code mount} on top of what {@link #TARGET} is. */
    static void attach(Launch launch, Argument mount) {
        launch.script()
                .call(
                        Syscall.MOVE_MOUNT,
                        mount,
                        Argument.of(""),
                        launch.value(TARGET),
                        Argument.of(""),
                        Symbol.all(Symbol.MOVE_MOUNT_F_EMPTY_PATH, Symbol.MOVE_MOUNT_T_EMPTY_PATH));
    }
}
