package sampan.kernel.terminal;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.Call;

/** ioctl_tty(2). */
public final class Terminal {
    private static final int TCGETS = 0x5401;
    private static final int TCSETS = 0x5402;
    private static final int TIOCGWINSZ = 0x5413;
    private static final int TIOCSWINSZ = 0x5414;
    private static final int TERMIOS_SIZE = 64;
    /** Where c_oflag is, on a little-endian machine. */
    private static final int OUTPUT_FLAGS = 4;

    private static final int OPOST = 1;
    /** Where the lowest byte of c_lflag is, on a little-endian machine. */
    private static final int LOCAL_FLAGS = 12;

    private static final int ECHO = 8;

    private Terminal() {}

    /** isatty(3). */
    public static boolean isTerminal(Fd fd) {
        try (Arena arena = Arena.ofConfined()) {
            return Call.IOCTL.invoke(
                            fd.number(), TCGETS, arena.allocate(TERMIOS_SIZE, 8).address())
                    >= 0;
        }
    }

    /** {@code struct termios}, to be put back some time. */
    public static byte[] settings(Fd terminal) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment termios = arena.allocate(TERMIOS_SIZE, 8);
            long result = Call.IOCTL.invoke(terminal.number(), TCGETS, termios.address());
            if (result < 0) {
                throw SyscallException.of(Call.IOCTL, result, terminal, "TCGETS", "...");
            }
            return termios.toArray(JAVA_BYTE);
        }
    }

    /** For a terminal that somebody left in raw mode. Not for one whose line another program edits: that one still has its output processed. */
    public static void restoreIfRaw(Fd terminal, byte[] settings) throws SyscallException {
        byte[] now = settings(terminal);
        if ((now[OUTPUT_FLAGS] & OPOST) != 0 || settings.length != TERMIOS_SIZE) {
            return;
        }
        apply(terminal, settings);
    }

    /** The same settings, but what is typed does not appear. */
    public static byte[] silent(byte[] settings) {
        byte[] silent = settings.clone();
        silent[LOCAL_FLAGS] &= ~ECHO;
        return silent;
    }

    /** @param settings of {@link #settings} */
    public static void apply(Fd terminal, byte[] settings) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment termios = arena.allocate(TERMIOS_SIZE, 8);
            MemorySegment.copy(MemorySegment.ofArray(settings), 0, termios, 0, TERMIOS_SIZE);
            long result = Call.IOCTL.invoke(terminal.number(), TCSETS, termios.address());
            if (result < 0) {
                throw SyscallException.of(Call.IOCTL, result, terminal, "TCSETS", "...");
            }
        }
    }

    public static WindowSize size(Fd terminal) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(8, 2);
            long result = Call.IOCTL.invoke(terminal.number(), TIOCGWINSZ, size.address());
            if (result < 0) {
                throw SyscallException.of(Call.IOCTL, result, terminal, "TIOCGWINSZ", "...");
            }
            return new WindowSize(
                    Short.toUnsignedInt(size.get(JAVA_SHORT, 0)), Short.toUnsignedInt(size.get(JAVA_SHORT, 2)));
        }
    }

    /** The processes in the foreground get SIGWINCH when the size is another than before. */
    public static void resize(Fd terminal, WindowSize window) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(8, 2);
            size.set(JAVA_SHORT, 0, (short) window.rows());
            size.set(JAVA_SHORT, 2, (short) window.columns());
            long result = Call.IOCTL.invoke(terminal.number(), TIOCSWINSZ, size.address());
            if (result < 0) {
                throw SyscallException.of(Call.IOCTL, result, terminal, "TIOCSWINSZ", window);
            }
        }
    }
}
