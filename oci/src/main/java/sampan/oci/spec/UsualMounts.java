package sampan.oci.spec;

import java.util.stream.Stream;

/** Mounts that nearly every container has, as Docker and runc's starter specification have them. */
public final class UsualMounts {
    public static final Mount DEVICES =
            Mount.of("/dev", "tmpfs", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k");

    /** Shows the queues of whichever ipc namespace the container is in. */
    public static final Mount QUEUES = Mount.of("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev");

    private UsualMounts() {}

    /** @param more options, as the group of the terminals: {@code gid=5} */
    public static Mount terminals(String... more) {
        Stream<String> usual = Stream.of("nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620");
        return Mount.of(
                "/dev/pts",
                "devpts",
                "devpts",
                Stream.concat(usual, Stream.of(more)).toArray(String[]::new));
    }

    /** @param size as tmpfs(5) has it: a number of bytes, or one with k, m or g */
    public static Mount sharedMemory(String size) {
        return Mount.of("/dev/shm", "tmpfs", "shm", "nosuid", "noexec", "nodev", "mode=1777", "size=" + size);
    }

    /** @param access {@code ro} or {@code rw} */
    public static Mount kernelObjects(String access) {
        return Mount.of("/sys", "sysfs", "sysfs", "nosuid", "noexec", "nodev", access);
    }
}
