package sampan.runtime.launch;

import java.util.List;
import java.util.Optional;
import sampan.runtime.program.MonitorSettings;

/**
 * Everything the compiler has to know to start criu for one piece of work.
 *
 * @param program name or path of criu
 * @param environment criu's own: it finds tar, ip and iptables by PATH
 * @param descriptors how many are handed over as {@code Preserved}, which are criu's from 3 on
 */
public record CriuLaunch(
        String id,
        Host host,
        String program,
        List<String> environment,
        int descriptors,
        Optional<Folders> folders,
        Optional<Restored> restored) {
    /** criu's descriptors of the socket of its RPC and of its folders. */
    public static final int SOCKET = 700;

    public static final int IMAGES = 701;
    public static final int WORK = 702;

    public CriuLaunch {
        environment = List.copyOf(environment);
    }

    /** Absolute paths, opened by criu's own process: its working folder has to be in its own mount namespace. */
    public record Folders(String images, String work) {}

    /**
     * The container that is made by it.
     *
     * @param rootfs absolute path of what is to be its root
     * @param place absolute path of a folder, over which criu sees a mount of its own with the root in it, as {@link CriuCompiler#root}
     * @param cgroups the container's, which criu joins first
     * @param monitor absent: the launch process ends, and who called, or its subreaper, is the parent
     * @param terminal the container has one
     */
    public record Restored(
            String rootfs, String place, Cgroups cgroups, Optional<MonitorSettings> monitor, boolean terminal) {}
}
