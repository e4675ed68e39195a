package sampan.runtime.command.context;

import java.io.IOException;
import java.util.Optional;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.cgroup.Cgroup;
import sampan.kernel.process.Pidfd;
import sampan.oci.spec.Spec;
import sampan.runtime.state.ContainerRecord;
import sampan.runtime.state.ProcessLook;
import sampan.runtime.state.SavedContainer;
import sampan.runtime.state.Status;

/** A container that is there: what was saved of it, and what is true now. */
public record Loaded(SavedContainer saved, ContainerRecord record, Status status, Optional<Cgroup> cgroup)
        implements AutoCloseable {
    /** As {@link #of}, and closes what was saved unless there is one. */
    static Optional<Loaded> orClose(SavedContainer saved, Machine machine) throws IOException {
        Optional<Loaded> loaded = Optional.empty();
        try {
            loaded = of(saved, machine);
            return loaded;
        } finally {
            if (loaded.isEmpty()) {
                saved.close();
            }
        }
    }

    /** Empty while it is being made. */
    public static Optional<Loaded> of(SavedContainer saved, Machine machine) throws IOException {
        Optional<ContainerRecord> record = saved.record();
        if (record.isEmpty()) {
            return Optional.empty();
        }
        Optional<Cgroup> cgroup = machine.cgroups().find(record.get().cgroup());
        return Optional.of(new Loaded(saved, record.get(), status(saved, record.get(), cgroup), cgroup));
    }

    private static Status status(SavedContainer saved, ContainerRecord record, Optional<Cgroup> cgroup)
            throws IOException {
        if (!alive(record)) {
            return Status.STOPPED;
        }
        if (cgroup.isPresent() && cgroup.get().isFrozen()) {
            return Status.PAUSED;
        }
        return saved.isGated() ? Status.CREATED : Status.RUNNING;
    }

    public static boolean alive(ContainerRecord record) throws IOException {
        return ProcessLook.at(record.pid())
                .filter(look -> look.startTime() == record.startTime() && !look.ended())
                .isPresent();
    }

    public boolean stopped() {
        return status == Status.STOPPED;
    }

    /** The first process, by descriptor; empty when it has ended. */
    public Optional<Fd> init() throws IOException {
        try {
            Fd pidfd = Pidfd.open(record.pid());
            if (alive(record)) {
                return Optional.of(pidfd);
            }
            pidfd.close();
            return Optional.empty();
        } catch (SyscallException gone) {
            if (gone.is(Errno.ESRCH) || gone.is(Errno.EINVAL)) {
                return Optional.empty();
            }
            throw gone;
        }
    }

    public Spec spec(Machine machine) throws IOException {
        return machine.spec(saved.config());
    }

    @Override
    public void close() {
        saved.close();
    }
}
