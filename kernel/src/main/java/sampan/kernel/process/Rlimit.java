package sampan.kernel.process;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Locale;
import java.util.Optional;
import sampan.kernel.SyscallException;
import sampan.kernel.call.Call;

/** getrlimit(2): the resources. */
public enum Rlimit {
    CPU(0),
    FSIZE(1),
    DATA(2),
    STACK(3),
    CORE(4),
    RSS(5),
    NPROC(6),
    NOFILE(7),
    MEMLOCK(8),
    AS(9),
    LOCKS(10),
    SIGPENDING(11),
    MSGQUEUE(12),
    NICE(13),
    RTPRIO(14),
    RTTIME(15);

    /** No limit, RLIM_INFINITY: compare and print as unsigned. */
    public static final long INFINITY = -1;

    /** Both unsigned. */
    public record Limit(long soft, long hard) {}

    private final int number;

    Rlimit(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** {@code RLIMIT_NOFILE}, as in the runtime specification. */
    public String specName() {
        return "RLIMIT_" + name();
    }

    /** {@code nofile}, as in {@code --ulimit}. */
    public String ulimitName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Either form of the name, the one with {@code RLIMIT_} only in capitals. */
    public static Optional<Rlimit> parse(String text) {
        for (Rlimit limit : values()) {
            if (limit.specName().equals(text) || limit.ulimitName().equals(text)) {
                return Optional.of(limit);
            }
        }
        return Optional.empty();
    }

    /** Of this process. */
    public Limit get() throws SyscallException {
        return of(0);
    }

    /** Of another process. */
    public Limit of(int pid) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment old = arena.allocate(16, 8);
            long result = Call.PRLIMIT64.invoke(pid, number, 0, old.address());
            if (result < 0) {
                throw SyscallException.of(Call.PRLIMIT64, result, pid, specName(), "NULL", "...");
            }
            return new Limit(old.get(JAVA_LONG, 0), old.get(JAVA_LONG, 8));
        }
    }
}
