package sampan.runtime.systemd;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.connections.impl.DirectConnection;
import org.freedesktop.dbus.connections.impl.DirectConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;

/** A connection to systemd itself, as systemctl has as root: it works without a message bus, too. */
final class SystemdConnection implements AutoCloseable {
    private static final String ADDRESS = "unix:path=/run/systemd/private";
    private static final String MANAGER = "/org/freedesktop/systemd1";

    /** A stop waits for processes to end. */
    private static final Duration PATIENCE = Duration.ofSeconds(100);

    private final DirectConnection connection;
    private final SystemdManager manager;
    private final Map<String, CompletableFuture<String>> jobs = new ConcurrentHashMap<>();

    private SystemdConnection(DirectConnection connection) throws DBusException {
        this.connection = connection;
        this.manager = connection.getRemoteObject(MANAGER, SystemdManager.class);
        connection.addSigHandler(
                SystemdManager.JobRemoved.class, signal -> job(signal.job()).complete(signal.result()));
    }

    static SystemdConnection open() throws IOException {
        try {
            DirectConnection connection =
                    DirectConnectionBuilder.forAddress(ADDRESS).build();
            boolean opened = false;
            try {
                connection.connect();
                SystemdConnection systemd = new SystemdConnection(connection);
                opened = true;
                return systemd;
            } finally {
                if (!opened) {
                    connection.close();
                }
            }
        } catch (DBusException e) {
            throw new IOException("systemd cannot be reached: " + e.getMessage(), e);
        }
    }

    SystemdManager manager() {
        return manager;
    }

    /** The end of a job may be told before its number. */
    private CompletableFuture<String> job(String path) {
        return jobs.computeIfAbsent(path, _ -> new CompletableFuture<>());
    }

    /** Asks for a job, and waits until it is done. */
    void await(String what, Function<SystemdManager, DBusPath> call) throws IOException {
        String job = call.apply(manager).getPath();
        try {
            String result = job(job).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (!result.equals("done")) {
                throw new IOException("systemd could not " + what + ": " + result);
            }
        } catch (TimeoutException | ExecutionException e) {
            throw new IOException("systemd did not " + what + " in " + PATIENCE.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while systemd was to " + what, e);
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
