package sampan.kernel.process;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * signal(7): a number with a name; the same on x86-64 and aarch64. 32 and 33 belong to the C library and have none.
 *
 * @param number 1 to 64
 */
public record Signal(int number) {
    private static final int RTMIN = 34;
    private static final int RTMAX = 64;
    private static final int MIDDLE = 49;

    public static final Signal HUP = new Signal(1);
    public static final Signal INT = new Signal(2);
    public static final Signal QUIT = new Signal(3);
    public static final Signal KILL = new Signal(9);
    public static final Signal USR1 = new Signal(10);
    public static final Signal USR2 = new Signal(12);
    public static final Signal TERM = new Signal(15);
    public static final Signal CHLD = new Signal(17);
    public static final Signal CONT = new Signal(18);
    public static final Signal STOP = new Signal(19);
    public static final Signal WINCH = new Signal(28);

    private static final String[] NAMES = {
        "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM",
        "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF",
        "WINCH", "IO", "PWR", "SYS"
    };

    private static final Map<String, Integer> OTHER_NAMES = Map.of("CLD", 17, "IOT", 6, "POLL", 29, "UNUSED", 31);

    public Signal {
        if (number < 1 || number > RTMAX) {
            throw new IllegalArgumentException("invalid signal: " + number);
        }
    }

    /**
     * By Docker's rules: a number, or a name in any case with or without {@code SIG}, with {@code RTMIN+n} and {@code RTMAX-n}.
     * Empty for what is no signal, 0 among them.
     */
    public static Optional<Signal> parse(String text) {
        String name = text.toUpperCase(Locale.ROOT);
        if (!name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return name.length() > 4 ? Optional.empty() : of(Integer.parseInt(name));
        }
        String bare = name.startsWith("SIG") ? name.substring(3) : name;
        for (int number = 1; number <= RTMAX; number++) {
            if (hasName(number) && nameOf(number).equals(bare)) {
                return of(number);
            }
        }
        return Optional.ofNullable(OTHER_NAMES.get(bare)).map(Signal::new);
    }

    /** {@code SIGKILL}, {@code SIGRTMIN+3}; {@code SIG32} for one without a name. */
    public String name() {
        return "SIG" + (hasName(number) ? nameOf(number) : number);
    }

    @Override
    public String toString() {
        return name();
    }

    private static Optional<Signal> of(int number) {
        return number >= 1 && number <= RTMAX && hasName(number) ? Optional.of(new Signal(number)) : Optional.empty();
    }

    private static boolean hasName(int number) {
        return number < NAMES.length || number >= RTMIN;
    }

    private static String nameOf(int number) {
        if (number < NAMES.length) {
            return NAMES[number];
        }
        if (number <= MIDDLE) {
            return number == RTMIN ? "RTMIN" : "RTMIN+" + (number - RTMIN);
        }
        return number == RTMAX ? "RTMAX" : "RTMAX-" + (RTMAX - number);
    }
}
