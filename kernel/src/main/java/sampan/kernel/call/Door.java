package sampan.kernel.call;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * syscall(2) by a library of our own, {@code launch/door.c}, which is there where the engine runs from a build of its own. It is open at once, while the first
 * handle of {@link java.lang.foreign.Linker} costs a JVM about as long as its start.
 */
final class Door {
    private static final boolean OPEN = open();

    private Door() {}

    /** Whether {@link #call} may be used. */
    static boolean isOpen() {
        return OPEN;
    }

    @SuppressWarnings("restricted") // the other native call of this module
    private static boolean open() {
        String home = System.getProperty("sampan.home");
        if (home == null) {
            return false;
        }
        Path library = Path.of(home, "native", "libsampan-door.so");
        if (!Files.isRegularFile(library)) {
            return false;
        }
        System.load(library.toString());
        return true;
    }

    /** The kernel's answer: the result, or {@code -errno}. */
    static native long call(long number, long a, long b, long c, long d, long e, long f);
}
