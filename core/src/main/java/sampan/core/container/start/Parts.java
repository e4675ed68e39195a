package sampan.core.container.start;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import sampan.core.cdi.DeviceRegistry;
import sampan.core.container.cgroup.ContainerCgroups;
import sampan.core.container.network.ContainerNetworks;
import sampan.core.container.root.ContainerVolumes;
import sampan.core.container.root.RootFilesystems;
import sampan.core.container.root.UserLookup;
import sampan.core.event.Journal;
import sampan.core.launch.Launch;
import sampan.core.monitor.Monitors;
import sampan.core.network.Networks;
import sampan.core.plan.HostFacts;
import sampan.core.security.SeccompFilters;
import sampan.core.timing.Timings;
import sampan.kernel.Fd;
import sampan.runtime.launch.Host;

/**
 * What all containers of an engine are made with, wired once.
 *
 * @param background for what nobody waits for: virtual threads
 */
public record Parts(
        Places places,
        Monitors monitors,
        Launch launch,
        RootFilesystems roots,
        ContainerVolumes volumes,
        Networks networks,
        ContainerCgroups cgroups,
        SeccompFilters seccomp,
        UserLookup users,
        Machine machine,
        Journal events,
        Timings timings,
        ExecutorService background) {
    private static final System.Logger LOG = System.getLogger(Parts.class.getName());

    /** What containers have of its networks. */
    public ContainerNetworks containerNetworks() {
        return new ContainerNetworks(networks);
    }

    /** Does it in the background; not any more when the engine is closing: the next one finds what is left to do. */
    public void later(Runnable task) {
        try {
            background.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "left to the next engine", e);
        }
    }

    /**
     * Folders.
     *
     * @param containers of containers' folders, under the data root
     * @param runs of their run-time folders, under the exec root
     * @param path of {@code containers}, for people and for the specification
     * @param runPath of {@code runs}, likewise
     */
    public record Places(Fd containers, Fd runs, Path path, Path runPath) {}

    /** The machine and its clock. */
    public record Machine(HostFacts facts, Host host, String bootId, InstantSource clock, DeviceRegistry devices) {}
}
