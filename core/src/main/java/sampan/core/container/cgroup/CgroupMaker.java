package sampan.core.container.cgroup;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import sampan.kernel.cgroup.Cgroup;
import sampan.kernel.cgroup.CgroupParent;
import sampan.kernel.cgroup.CgroupPath;
import sampan.kernel.cgroup.CgroupPlan;
import sampan.kernel.cgroup.CgroupWrite;

/** Who makes the cgroups of an engine's containers: the engine itself, or systemd. */
public interface CgroupMaker {
    /** Keeps a new cgroup until the first process that matters is in it. */
    interface Hold extends AutoCloseable {
        Hold NONE = () -> {};

        @Override
        void close();
    }

    /**
     * The cgroup that containers' are made in.
     *
     * @param asked empty: the usual one
     * @throws IllegalArgumentException for a name this maker makes none of
     */
    CgroupPath parent(String asked);

    /** The name of a container's cgroup. */
    String leaf(String container);

    /** The container that a cgroup of that name is, or was, of. */
    Optional<String> container(String leaf);

    /** What planning has to know of a parent. */
    CgroupParent prepared(CgroupPath path) throws IOException;

    /** Whether cgroups can be made ahead of the containers they are for. */
    boolean makesSpares();

    Hold make(CgroupPlan plan) throws IOException;

    /** These limits have been written. */
    void changed(String leaf, List<CgroupWrite> limits) throws IOException;

    /** Kills what is left in it and takes it away. */
    void remove(Cgroup cgroup) throws IOException, InterruptedException;

    /** A cgroup for monitors that have no caller; without limits. */
    Cgroup monitors() throws IOException;

    /** Takes away what is there for all containers, unless one is left. */
    void prune() throws IOException;
}
