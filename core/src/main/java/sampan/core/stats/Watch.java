package sampan.core.stats;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import sampan.core.error.EngineException;
import sampan.kernel.process.Host;

/** Somebody who looks at containers again and again. For one thread. */
public final class Watch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Watch.class.getName());
    /** Processor time is counted in nanoseconds, so that a short while is enough for a percentage. */
    private static final Duration FIRST_LOOK = Duration.ofMillis(50);

    private final Map<String, Watched> watched = new LinkedHashMap<>();
    private final long machine;

    public Watch() {
        try {
            machine = Host.read().memory();
        } catch (IOException e) {
            throw new EngineException.SystemError("cannot look at this machine", e);
        }
    }

    /** One container between two looks. */
    private static final class Watched implements AutoCloseable {
        private final int pid;
        private final Meter meter;
        private long at;
        private long cpu;

        Watched(int pid, Meter meter) throws IOException {
            this.pid = pid;
            this.meter = meter;
            at = System.nanoTime();
            cpu = meter.cpu();
        }

        Usage usage(long machine) throws IOException {
            Counters now = meter.read();
            Usage usage = Usage.between(at, cpu, now, machine);
            at = now.at();
            cpu = now.cgroup().cpu();
            return usage;
        }

        @Override
        public void close() {
            meter.close();
        }
    }

    /** What each uses, by id; the processor since the last look, or in a moment that this takes when it is the first one. None of those that do not run. */
    public Map<String, Usage> look(Collection<? extends Metered> containers) throws InterruptedException {
        long before = System.nanoTime();
        if (begin(containers)) {
            // They are read in the order in which they were begun: each has about this time.
            Thread.sleep(Duration.ofNanos(Math.max(0, FIRST_LOOK.toNanos() - (System.nanoTime() - before))));
        }
        Map<String, Usage> usages = new HashMap<>();
        watched.forEach((id, one) -> {
            try {
                usages.put(id, one.usage(machine));
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "cannot read what container " + id + " uses", e);
            }
        });
        return usages;
    }

    /** @return whether some are new */
    private boolean begin(Collection<? extends Metered> containers) {
        Set<String> seen = new HashSet<>();
        boolean fresh = false;
        for (Metered container : containers) {
            OptionalInt pid = container.pid();
            if (pid.isEmpty()) {
                continue;
            }
            seen.add(container.id());
            Watched known = watched.get(container.id());
            if (known == null || known.pid != pid.getAsInt()) {
                forget(container.id());
                begin(container, pid.getAsInt());
                fresh = true;
            }
        }
        for (String id : Set.copyOf(watched.keySet())) {
            if (!seen.contains(id)) {
                forget(id);
            }
        }
        return fresh;
    }

    private void begin(Metered container, int pid) {
        try {
            watched.put(container.id(), new Watched(pid, container.meter()));
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "cannot meter container " + container.id(), e);
        }
    }

    private void forget(String id) {
        Watched old = watched.remove(id);
        if (old != null) {
            old.close();
        }
    }

    @Override
    public void close() {
        watched.values().forEach(Watched::close);
        watched.clear();
    }
}
