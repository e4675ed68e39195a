package sampan.core.container;

import java.io.IOException;
import java.lang.System.Logger.Level;
import sampan.core.container.start.Parts;
import sampan.core.container.state.ContainerFolder;
import sampan.core.container.state.ContainerRecord;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;

/** What a container leaves behind, at its end and at its removal. Nothing here fails: what cannot be removed now, the next engine finds. */
final class Remains {
    private static final System.Logger LOG = System.getLogger(Remains.class.getName());

    private final Parts parts;
    private final ContainerRecord record;

    Remains(Parts parts, ContainerRecord record) {
        this.parts = parts;
        this.record = record;
    }

    /** Of a run: its cgroup with whatever is still in it, its socket, its use of volumes. */
    void clearAway() {
        try {
            parts.volumes().leave(record);
            parts.networks().leave(record.id());
            parts.cgroups().remove(record.id(), record.hostConfig().resources().cgroupParent());
            ContainerFolder.remove(parts.places().runs(), record.id());
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot clear away what container " + record.id() + " left", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Told of before the removal, as Docker does. */
    void leaveVolumes() {
        parts.volumes().leave(record);
    }

    /** The volumes that were made for it, once it has left them: whoever lists them next does not see them. */
    void removeVolumes() {
        parts.volumes().removeAnonymous(record.mounts());
    }

    /** Whatever happens to the engine from now on: the container does not come back. */
    void forget() {
        try (Fd folder = ContainerFolder.open(parts.places().containers(), record.id())) {
            ContainerFolder.forgetRecord(folder);
        } catch (IOException e) {
            // Its end and its removal both clear away: who comes second finds nothing.
            if (!(e instanceof SyscallException gone && gone.is(Errno.ENOENT))) {
                LOG.log(Level.WARNING, "cannot forget container " + record.id(), e);
            }
        }
    }

    /** Of the container; its folder goes last: what is left after a power cut is found by it. */
    void remove() {
        forget();
        try {
            parts.roots().remove(record.id());
            ContainerFolder.remove(parts.places().containers(), record.id());
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot remove all of container " + record.id(), e);
        }
    }
}
