package sampan.runtime.launch;

import java.util.List;
import java.util.Map;
import sampan.kernel.Errno;
import sampan.oci.spec.Device;
import sampan.oci.spec.Implements;
import sampan.oci.spec.Mount;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Quoted;
import sampan.runtime.program.Script;
import sampan.runtime.program.Syscall;

/** <a href="https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#devices">config-linux.md#devices</a> */
@Implements(value = "config-linux.md#devices", properties = "linux.devices")
@Implements("config-linux.md#default-devices")
final class Devices {
    /** Where the copies of the host's nodes wait, in a user namespace; above those of bind mounts. */
    private static final int FIRST_COPY = 600;

    private static final int NEW_NODE = 0666;
    private static final Map<String, Long> KINDS = Map.of("c", 0020000L, "u", 0020000L, "b", 0060000L, "p", 0010000L);

    private Devices() {}

    /** A /dev that is bound from elsewhere is left as it is. */
    static boolean ours(Launch launch) {
        return launch.spec().mounts().stream().noneMatch(Devices::coversDev);
    }

    /** /dev is a new file system, in which nothing is the image's, and nothing is bound over it. */
    static boolean fresh(Launch launch) {
        return ours(launch)
                && launch.spec().mounts().stream()
                        .anyMatch(mount -> "tmpfs".equals(mount.type())
                                && ContainerPath.of(mount.destination())
                                        .toString()
                                        .equals("/dev"));
    }

    /** The container's own null device, open. */
    static Argument nothing(Launch launch) {
        launch.script()
                .call(
                        Syscall.OPENAT,
                        launch.value("dev"),
                        Argument.of("null"),
                        Symbol.all(Symbol.O_RDWR, Symbol.O_NOFOLLOW, Symbol.O_CLOEXEC))
                .into(launch.register("null"));
        return launch.value("null");
    }

    private static boolean coversDev(Mount mount) {
        return BindMount.is(mount, MountOptions.parse(mount.options()))
                && ContainerPath.of(mount.destination()).toString().equals("/dev");
    }

    private static boolean makesNodes(Launch launch) {
        return !launch.remapped() && !launch.host().nested();
    }

    /** In the parent: in a user namespace nobody makes device nodes, so the host's are bound. */
    static void prepare(Launch launch) {
        if (makesNodes(launch) || !ours(launch)) {
            return;
        }
        Script script = launch.script();
        script.purpose("the host's device nodes", "none can be made in a user namespace", "mknod(2)");
        List<Device> devices = DeviceList.of(launch.linux());
        for (int i = 0; i < devices.size(); i++) {
            script.blame("error creating device nodes: " + devices.get(i).path() + ": %ERROR%");
            script.call(
                            Syscall.OPEN_TREE,
                            Argument.AT_FDCWD,
                            Argument.of(devices.get(i).path()),
                            Symbol.all(Symbol.OPEN_TREE_CLONE, Symbol.OPEN_TREE_CLOEXEC))
                    .into(launch.register("tree"));
            script.call(Syscall.DUP3, launch.value("tree"), copy(i), Symbol.O_CLOEXEC.argument());
            script.call(Syscall.CLOSE, launch.value("tree"));
        }
    }

    static void compile(Launch launch) {
        if (!ours(launch)) {
            return;
        }
        Script script = launch.script();
        script.purpose("the usual devices", "null, zero, full, random, urandom, tty and what was asked for", "mknod(2)")
                .blame("error creating device nodes: %CALL%: %ERROR%");
        MountPoint.directory(launch, ContainerPath.of("/dev"), How.DIRECTORY);
        How.DIRECTORY.open(launch, "/dev").into(launch.register("dev"));
        List<Device> devices = DeviceList.of(launch.linux());
        for (int i = 0; i < devices.size(); i++) {
            if (!makesNodes(launch)) {
                ContainerPath path = ContainerPath.of(devices.get(i).path());
                MountPoint.file(launch, path);
                MountPoint.cover(launch, path, copy(i));
            } else {
                make(launch, devices.get(i));
            }
        }
        script.purpose("the usual links in /dev", "programs expect them", "fd(4)");
        DeviceList.LINKS.forEach((name, target) -> script.call(
                        Syscall.SYMLINKAT, Argument.of(target), launch.value("dev"), Argument.of(name))
                .tolerate(Errno.EEXIST));
        script.call(Syscall.UNLINKAT, launch.value("dev"), Argument.of("ptmx"), Argument.of(0))
                .tolerate(Errno.ENOENT);
        script.call(Syscall.SYMLINKAT, Argument.of("pts/ptmx"), launch.value("dev"), Argument.of("ptmx"));
    }

    private static void make(Launch launch, Device device) {
        ContainerPath path = ContainerPath.of(device.path());
        if (path.isRoot()) {
            throw new InvalidSpecException("linux.devices: not a path of a device: " + Quoted.of(device.path()));
        }
        Argument folder = launch.value("dev");
        if (!path.parent().toString().equals("/dev")) {
            MountPoint.directory(launch, path.parent(), How.DIRECTORY);
            folder = launch.value(MountPoint.TARGET);
        }
        Argument name = Argument.of(path.last());
        launch.script()
                .call(Syscall.MKNODAT, folder, name, mode(device), number(device))
                .tolerate(Errno.EEXIST);
        long uid = device.uid() == null ? 0 : device.uid();
        long gid = device.gid() == null ? 0 : device.gid();
        if (uid != 0 || gid != 0) {
            launch.script()
                    .call(
                            Syscall.FCHOWNAT,
                            folder,
                            name,
                            Argument.of(uid),
                            Argument.of(gid),
                            Symbol.AT_SYMLINK_NOFOLLOW.argument());
        }
    }

    private static Argument mode(Device device) {
        Long kind = KINDS.get(device.type());
        if (kind == null) {
            throw new InvalidSpecException("linux.devices: " + device.path() + ": unknown type " + device.type());
        }
        int permissions = device.fileMode() == null ? NEW_NODE : device.fileMode();
        return Argument.octal(kind | (permissions & 07777));
    }

    /** As mknod(2) takes it: the low byte of the minor number, the major, the rest of the minor. */
    private static Argument number(Device device) {
        if (device.type().equals("p")) {
            return Argument.of(0);
        }
        if (device.major() < 0 || device.major() > 0xfff || device.minor() < 0 || device.minor() > 0xfffff) {
            throw new InvalidSpecException(
                    "linux.devices: " + device.path() + ": no such numbers: " + device.major() + ":" + device.minor());
        }
        long number = (device.minor() & 0xff) | (device.major() << 8) | ((device.minor() & ~0xffL) << 12);
        return Argument.of(number, "makedev(" + device.major() + ", " + device.minor() + ")");
    }

    private static Argument copy(int index) {
        return Argument.of(FIRST_COPY + index, "<copy of device " + index + ">");
    }
}
