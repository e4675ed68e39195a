package sampan.api.http;

/**
 * How fast the event loop looks for more of an archive. One that looks at once finds little, waits, and is woken by the client for each write, and the client by it
 * for each read: that costs both more than the copy does.
 */
final class ArchivePace {
    /** A client writes some 50 KB meanwhile; it may have four times that under way before it is stopped (unix(7), SO_SNDBUF). */
    private static final long NANOS = 20_000;

    private ArchivePace() {}

    /** Lets the client write. Nobody can sleep as shortly as this. */
    static void gather() {
        long end = System.nanoTime() + NANOS;
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }
}
