package sampan.runtime.program;

import java.util.List;

/**
 * What the monitor does once the container runs: the inputs of {@code struct settings} in wire.h that are not made by the
 * program itself.
 *
 * @param directory whether the launcher hands over a {@link Descriptor.ContainerDirectory}
 * @param listener whether it hands over a {@link Descriptor.Listener}
 * @param clients what each {@link Descriptor.FirstClient} wants: bits of {@code enum interest}; at most two
 * @param stdinOnce close the container's stdin when the first client that sent some goes
 * @param openStdin stdin stays open with no client attached
 * @param waitForAll be the container's subreaper and stay until no descendant is left
 * @param rows of the pty's first window, 0 to leave it
 */
public record MonitorSettings(
        Log log,
        boolean directory,
        boolean listener,
        List<Integer> clients,
        boolean stdinOnce,
        boolean openStdin,
        boolean waitForAll,
        int rows,
        int columns) {
    static final int MOST_CLIENTS = 2;

    /** No log, no folder, no socket, nobody attached. */
    public static final MonitorSettings ALONE =
            new MonitorSettings(Log.NONE, false, false, List.of(), false, false, false, 0, 0);

    public MonitorSettings {
        clients = List.copyOf(clients);
        if (clients.size() > MOST_CLIENTS) {
            throw new IllegalArgumentException("more than " + MOST_CLIENTS + " first clients");
        }
    }

    /** The enum log_driver of wire.h. */
    public enum Driver {
        NONE(0),
        LOCAL(1),
        JSON_FILE(2);

        private final int code;

        Driver(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    /**
     * Where output is kept.
     *
     * @param maxSize bytes of one file before it is rotated; 0: never
     * @param maxFiles at least 1
     */
    public record Log(Driver driver, long maxSize, int maxFiles) {
        public static final Log NONE = new Log(Driver.NONE, 0, 1);
    }
}
