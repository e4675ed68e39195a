package sampan.core.container.start;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import sampan.core.config.ContainerConfig;
import sampan.core.config.HostConfig;
import sampan.core.container.cgroup.CgroupMaker;
import sampan.core.container.network.NameFiles;
import sampan.core.container.network.NetworkFiles;
import sampan.core.container.state.ContainerFolder;
import sampan.core.container.state.Ids;
import sampan.core.plan.DefaultLimits;
import sampan.kernel.Fd;
import sampan.kernel.cgroup.CgroupPlan;

/**
 * A few containers' worth of folders and cgroups, made while nobody waits. A start without one makes its own; what a killed engine leaves of them is cleared away
 * as anything half made is: a folder without a record.
 */
public final class Spares implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Spares.class.getName());
    private static final int ENOUGH = 8;

    private final Parts parts;
    private final Ids ids = new Ids();
    private final ConcurrentLinkedQueue<Spare> ready = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean closed;

    public Spares(Parts parts) {
        this.parts = parts;
    }

    public Optional<Spare> take() {
        Optional<Spare> spare = Optional.ofNullable(ready.poll());
        spare.ifPresent(_ -> count.decrementAndGet());
        return spare;
    }

    /** Makes some, in the background: two for each that is used, until there are enough for a burst. */
    public void refill() {
        parts.later(() -> {
            for (int i = 0; i < 2 && !closed; i++) {
                if (count.incrementAndGet() > ENOUGH) {
                    count.decrementAndGet();
                    return;
                }
                try {
                    ready.add(make());
                    if (closed) {
                        close();
                    }
                } catch (IOException | RuntimeException e) {
                    count.decrementAndGet();
                    LOG.log(Level.DEBUG, "no spare container could be made", e);
                    return;
                }
            }
        });
    }

    private Spare make() throws IOException {
        String id = ids.next();
        try (Fd folder = ContainerFolder.make(parts.places().containers(), id);
                Fd _ = ContainerFolder.make(parts.places().runs(), id)) {
            HostConfig usual = HostConfig.DEFAULT;
            ContainerConfig config =
                    ContainerConfig.builder().hostname(Ids.shortened(id)).build();
            NameFiles names = NameFiles.of(config, usual.networking(), NetworkFiles.Sight.OUTSIDE, List.of());
            names.write(folder);
            parts.roots().prepareSpare(id);
            Optional<CgroupPlan> cgroups = parts.cgroups().makesSpares()
                    ? parts.cgroups().plan(id, "", DefaultLimits.RESOURCES)
                    : Optional.empty();
            if (cgroups.isPresent()) {
                CgroupMaker.Hold made = parts.cgroups().make(cgroups.get());
                made.close();
            }
            return new Spare(id, names, cgroups);
        } catch (IOException | RuntimeException e) {
            remove(id);
            throw e;
        }
    }

    /** One that was taken and could not be used. */
    public void discard(Spare spare) {
        remove(spare.id());
    }

    private void remove(String id) {
        try {
            parts.cgroups().remove(id, "");
            parts.roots().remove(id);
            ContainerFolder.remove(parts.places().runs(), id);
            ContainerFolder.remove(parts.places().containers(), id);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot remove an unused container folder", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        Optional<Spare> spare = take();
        while (spare.isPresent()) {
            remove(spare.get().id());
            spare = take();
        }
    }
}
