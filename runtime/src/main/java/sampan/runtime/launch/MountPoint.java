package sampan.runtime.launch;

import sampan.kernel.Errno;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Label;
import sampan.runtime.program.Quoted;
import sampan.runtime.program.Script;
import sampan.runtime.program.Step;
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
        if (path.isRoot()) {
            script.place(found);
            return;
        }
        for (int depth = 1; depth < path.names().size(); depth++) {
            ensure(launch, new ContainerPath(path.names().subList(0, depth)));
        }
        make(launch, path, how, TARGET, found);
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
        unlink(launch, path);
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
        make(launch, path, How.DIRECTORY, "parent", found);
        How.DIRECTORY.open(launch, path.toString()).into(launch.register("parent"));
        script.place(found);
    }

    /** Goes on at {@code found}, with the folder open, when another container on the same root has just made it. */
    private static void make(Launch launch, ContainerPath path, How how, String register, Label found) {
        Script script = launch.script();
        Label made = script.label();
        Argument parent = parent(launch, path);
        Argument name = Argument.of(path.last());
        Argument mode = Argument.octal(NEW_DIRECTORY);
        script.call(Syscall.MKDIRAT, parent, name, mode).tolerate(Errno.EEXIST).thenTo(made);
        how.open(launch, path.toString())
                .into(launch.register(register))
                .tolerate(Errno.ENOENT)
                .thenTo(found);
        // It exists and cannot be opened: a symbolic link that leads nowhere.
        unlink(launch, path);
        script.call(Syscall.MKDIRAT, parent, name, mode).tolerate(Errno.EEXIST);
        script.place(made);
    }

    /** The container may lose a link that leads nowhere; whoever else has the folder, as a volume, may not. */
    private static void unlink(Launch launch, ContainerPath path) {
        Argument parent = parent(launch, path);
        if (path.names().size() > 1) {
            MountIdentity.ROOT.demand(
                    launch,
                    parent,
                    "mkdir " + path + ": it is a symbolic link that leads nowhere, and not the container's own");
        }
        launch.script()
                .call(Syscall.UNLINKAT, parent, Argument.of(path.last()), Argument.of(0))
                .tolerate(Errno.ENOENT);
    }

    private static Argument parent(Launch launch, ContainerPath path) {
        return path.names().size() == 1 ? launch.root() : launch.value("parent");
    }

    /**
     * Puts the mount on top of what {@link #TARGET} is, unless a link of the image led into /proc: programs trust what they read
     * there. (CVE-2019-16884)
     */
    static void cover(Launch launch, ContainerPath path, Argument mount) {
        if (!path.within("/proc") && MountIdentity.PROC.kept(launch)) {
            MountIdentity.PROC.refuse(
                    launch,
                    launch.value(TARGET),
                    Quoted.of(path.toString()) + " cannot be mounted because it leads to a place inside /proc");
        }
        attach(launch, mount);
    }

    /** Puts the mount in register {@code mount} on top of what {@link #TARGET} is. */
    static Step attach(Launch launch, Argument mount) {
        return launch.script()
                .call(
                        Syscall.MOVE_MOUNT,
                        mount,
                        Argument.of(""),
                        launch.value(TARGET),
                        Argument.of(""),
                        Symbol.all(Symbol.MOVE_MOUNT_F_EMPTY_PATH, Symbol.MOVE_MOUNT_T_EMPTY_PATH));
    }
}
