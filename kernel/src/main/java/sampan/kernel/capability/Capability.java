package sampan.kernel.capability;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** capabilities(7): a right of root's. Sets are masks, bit n for number n. */
public enum Capability {
    CHOWN(0),
    DAC_OVERRIDE(1),
    DAC_READ_SEARCH(2),
    FOWNER(3),
    FSETID(4),
    KILL(5),
    SETGID(6),
    SETUID(7),
    SETPCAP(8),
    LINUX_IMMUTABLE(9),
    NET_BIND_SERVICE(10),
    NET_BROADCAST(11),
    NET_ADMIN(12),
    NET_RAW(13),
    IPC_LOCK(14),
    IPC_OWNER(15),
    SYS_MODULE(16),
    SYS_RAWIO(17),
    SYS_CHROOT(18),
    SYS_PTRACE(19),
    SYS_PACCT(20),
    SYS_ADMIN(21),
    SYS_BOOT(22),
    SYS_NICE(23),
    SYS_RESOURCE(24),
    SYS_TIME(25),
    SYS_TTY_CONFIG(26),
    MKNOD(27),
    LEASE(28),
    AUDIT_WRITE(29),
    AUDIT_CONTROL(30),
    SETFCAP(31),
    MAC_OVERRIDE(32),
    MAC_ADMIN(33),
    SYSLOG(34),
    WAKE_ALARM(35),
    BLOCK_SUSPEND(36),
    AUDIT_READ(37),
    PERFMON(38),
    BPF(39),
    CHECKPOINT_RESTORE(40);

    private static final String PREFIX = "CAP_";
    private static final Map<String, Capability> BY_NAME =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(Capability::name, c -> c));

    private final int number;

    Capability(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    public long mask() {
        return 1L << number;
    }

    /** {@code CAP_NET_ADMIN}, as in the runtime specification. */
    public String specName() {
        return PREFIX + name();
    }

    /** With or without {@code CAP_}, in any case, as Docker takes them. {@code ALL} is none, see {@link #all(int)}. */
    public static Optional<Capability> parse(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        String bare = upper.startsWith(PREFIX) ? upper.substring(PREFIX.length()) : upper;
        return Optional.ofNullable(BY_NAME.get(bare));
    }

    /** By Docker's rules {@code ALL} and {@code CAP_ALL} stand for all there are. */
    public static boolean isAll(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        return upper.equals("ALL") || upper.equals("CAP_ALL");
    }

    /** Every capability up to the kernel's last one, also those younger than this list. */
    public static long all(int last) {
        return last >= 63 ? -1L : (1L << (last + 1)) - 1;
    }

    public static long mask(Collection<Capability> capabilities) {
        return capabilities.stream().mapToLong(Capability::mask).reduce(0, (a, b) -> a | b);
    }

    /** Those of a mask that have a name, by number. */
    public static List<Capability> of(long mask) {
        return Stream.of(values()).filter(c -> (mask & c.mask()) != 0).toList();
    }
}
