package sampan.kernel.cgroup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.Call;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Poll;
import sampan.kernel.file.Read;
import sampan.kernel.file.Write;

/** Tells when processes of a cgroup wait for memory: by {@code memory.pressure_level} of version 1, by a PSI trigger of version 2. */
public final class MemoryPressure implements AutoCloseable {
    private static final List<String> LEVELS = List.of("critical", "medium", "low");
    private static final int COUNTER = 8;

    /** 150 ms of 2 s in which at least one process could not go on: the shortest window that needs no privilege. */
    private static final String TRIGGER = "some 150000 2000000\0";

    private final List<Watch> watches;

    private MemoryPressure(List<Watch> watches) {
        this.watches = watches;
    }

    /** @param event that comes with {@link Poll} */
    private record Watch(String level, Fd fd, int event) {}

    /** Empty where the kernel tells of no pressure. */
    public static Optional<MemoryPressure> watch(CgroupHost host, CgroupPath path) throws IOException {
        List<Watch> watches = new ArrayList<>();
        Optional<MemoryPressure> watching = Optional.empty();
        try {
            Path mount = host.v1().get("memory");
            if (mount != null) {
                register(path.under(mount), watches);
            } else if (host.unified().isPresent()) {
                watches.add(trigger(path.under(host.unified().get())));
            }
            watching = watches.isEmpty() ? watching : Optional.of(new MemoryPressure(watches));
        } catch (SyscallException without) {
            return Optional.empty();
        } finally {
            if (watching.isEmpty()) {
                watches.forEach(watch -> watch.fd.close());
            }
        }
        return watching;
    }

    private static void register(Path directory, List<Watch> watches) throws IOException {
        try (Fd pressure = Open.open(directory.resolve("memory.pressure_level"), OpenFlags.O_RDONLY)) {
            for (String level : LEVELS) {
                int flags = OpenFlags.O_CLOEXEC | OpenFlags.O_NONBLOCK;
                long counter = Call.EVENTFD2.invoke(0, flags);
                if (counter < 0) {
                    throw SyscallException.of(Call.EVENTFD2, counter, OpenFlags.text(flags));
                }
                Watch watch = new Watch(level, Fd.of(counter), Poll.IN);
                watches.add(watch);
                ControlFile.write(
                        directory.resolve("cgroup.event_control"),
                        watch.fd.number() + " " + pressure.number() + " " + level);
            }
        }
    }

    private static Watch trigger(Path directory) throws IOException {
        Fd file = Open.open(directory.resolve("memory.pressure"), OpenFlags.O_RDWR | OpenFlags.O_NONBLOCK);
        boolean done = false;
        try {
            Write.fully(file, TRIGGER.getBytes(StandardCharsets.UTF_8));
            done = true;
            return new Watch("some", file, Poll.PRI);
        } finally {
            if (!done) {
                file.close();
            }
        }
    }

    /** The strongest since the last question; empty when there was none. */
    public Optional<String> felt() throws IOException {
        Optional<String> strongest = Optional.empty();
        for (Watch watch : watches) {
            if ((Poll.await(watch.fd, watch.event, Duration.ZERO) & watch.event) != 0) {
                strongest = strongest.or(() -> Optional.of(watch.level));
                if (watch.event == Poll.IN) {
                    Read.read(watch.fd, new byte[COUNTER], 0, COUNTER);
                }
            }
        }
        return strongest;
    }

    @Override
    public void close() {
        watches.forEach(watch -> watch.fd.close());
    }
}
