package sampan.runtime.launch;

import java.util.Optional;
import sampan.kernel.Errno;
import sampan.oci.spec.Mount;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Buffer;
import sampan.runtime.program.Label;
import sampan.runtime.program.Register;
import sampan.runtime.program.Script;
import sampan.runtime.program.Syscall;

/** A file system of the container's own: proc, sysfs, tmpfs, devpts, mqueue and whatever else the kernel can make anew. */
final class NewMount {
    private static final int STICKY = 01777;

    private NewMount() {}

    static void compile(Launch launch, Mount mount, MountOptions options) {
        String type = mount.type();
        if (type == null || type.isEmpty()) {
            throw new InvalidSpecException("mounts: " + mount.destination() + ": the type is missing");
        }
        Register made = launch.register(register(type, options));
        ContainerPath destination = ContainerPath.of(mount.destination());
        boolean copiesMode =
                type.equals("tmpfs") && options.data().stream().noneMatch(option -> option.startsWith("mode="));
        if (copiesMode) {
            modeOf(launch, destination);
        }
        if (options.copyUp()) {
            CopyUp.compile(launch, mount, options, copiesMode);
            return;
        }
        if (copiesMode) {
            withMode(launch, mount, options, made);
        } else {
            make(launch, mount, options).mount(made, attributes(options));
        }
        spread(launch, options, Argument.of(made));
        boolean ordinary = type.equals("proc") || type.equals("sysfs");
        MountPoint.directory(launch, destination, ordinary ? How.ORDINARY_DIRECTORY : How.DIRECTORY);
        MountPoint.cover(launch, destination, Argument.of(made));
        if (type.equals("proc")) {
            MountIdentity.PROC.keep(launch, Argument.of(made));
        }
    }

    /** The mode can be set while it may be written to. */
    private static void withMode(Launch launch, Mount mount, MountOptions options, Register made) {
        long bits = attributeBits(options);
        long late = bits & Symbol.MOUNT_ATTR_RDONLY.value();
        make(launch, mount, options).mount(made, attributes(bits & ~late));
        launch.script().call(Syscall.FCHMODAT, Argument.of(made), Argument.of("."), FileStatus.MODE.value(launch));
        if (late != 0) {
            MountAttributes.READONLY.apply(launch, Argument.of(made), false);
        }
    }

    private static FileSystem make(Launch launch, Mount mount, MountOptions options) {
        FileSystem fs = FileSystem.open(launch, String.valueOf(mount.type()));
        String source = mount.source();
        if (source != null && !source.isEmpty()) {
            fs.set("source", source);
        }
        options.data().forEach(fs::option);
        if (options.data().stream().noneMatch(option -> option.startsWith("context="))) {
            SecurityLabels.ofMount(launch, String.valueOf(mount.type())).ifPresent(label -> fs.set("context", label));
        }
        return fs;
    }

    /** The mounts that later parts ask for something are kept by name. */
    private static String register(String type, MountOptions options) {
        return switch (type) {
            case "proc" -> options.data().isEmpty() ? "proc" : "mount";
            case "devpts" -> "devpts";
            default -> "mount";
        };
    }

    static Argument attributes(MountOptions options) {
        return attributes(attributeBits(options));
    }

    private static Argument attributes(long bits) {
        return Argument.of(bits, MountAttributes.names(bits));
    }

    private static long attributeBits(MountOptions options) {
        return options.own().then(options.all()).set();
    }

    static void spread(Launch launch, MountOptions options, Argument mount) {
        Optional<MountOptions.Propagation> propagation = options.propagation();
        propagation.ifPresent(spread -> MountAttributes.spread(spread.kind()).apply(launch, mount, spread.recursive()));
    }

    /** A tmpfs over a folder that is there looks like that folder; over none, like /tmp. */
    private static void modeOf(Launch launch, ContainerPath destination) {
        Script script = launch.script();
        Label done = script.label();
        Buffer usual = Buffer.ints("&01777", STICKY);
        FileStatus.MODE.keep(launch, usual);
        How.DIRECTORY
                .open(launch, destination.toString())
                .into(launch.register(MountPoint.TARGET))
                .tolerate(Errno.ENOENT)
                .elseTo(done);
        FileStatus.keep(launch, launch.value(MountPoint.TARGET), FileStatus.MODE);
        script.place(done);
    }
}
