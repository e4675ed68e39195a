package sampan.core.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sampan.core.config.ContainerConfig;
import sampan.core.config.HostConfig;
import sampan.oci.spec.Seccomp;
import sampan.oci.spec.User;

/**
 * Everything a specification is made of, looked up and checked.
 *
 * @param id of the container
 * @param config as merged with the image's
 * @param mounts with the host path of every volume as its source
 * @param surroundings what was looked up for this start
 */
public record PlanRequest(
        String id,
        ContainerConfig config,
        HostConfig host,
        List<MountPoint> mounts,
        Surroundings surroundings,
        HostFacts facts) {
    /**
     * What was looked up for this start.
     *
     * @param user as found in the image's passwd and group files
     * @param home of that user; empty: none known
     * @param files host paths by their place in the container: hosts, hostname, resolv.conf
     * @param joined namespace files of other containers, by type of namespace
     * @param devices asked for by path, as they are on the host
     * @param blockDevices numbers of the devices in block I/O limits, by path
     * @param seccomp the profile, compiled for this container's capabilities; empty: unconfined
     * @param initProgram host path of the program for --init
     */
    public record Surroundings(
            User user,
            String home,
            Map<String, String> files,
            Map<String, String> joined,
            List<HostDevice> devices,
            Map<String, DeviceNumber> blockDevices,
            Optional<Seccomp> seccomp,
            Optional<String> initProgram) {}

    /** A block device by number. */
    public record DeviceNumber(long major, long minor) {}

    /** A device node of the host. */
    public record HostDevice(
            String path, char type, DeviceNumber number, int mode, long uid, long gid, String permissions) {}
}
