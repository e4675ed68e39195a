package sampan.core.launch;

import sampan.kernel.Fd;

/**
 * Somebody attached from the first byte on.
 *
 * @param monitorEnd of the connection
 * @param interests bits of {@link sampan.core.monitor.Interest}
 */
public record FirstClient(Fd monitorEnd, int interests) implements AutoCloseable {
    @Override
    public void close() {
        monitorEnd.close();
    }
}
