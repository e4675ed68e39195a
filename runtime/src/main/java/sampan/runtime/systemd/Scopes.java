package sampan.runtime.systemd;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;
import sampan.kernel.cgroup.CgroupWrite;
import sampan.kernel.file.Read;

/** Has scopes made, changed and ended by systemd. Holds nothing: a new connection a call, as systemd drops all when it re-executes itself. */
public final class Scopes {
    private static final System.Logger LOG = System.getLogger(Scopes.class.getName());
    private static final Path RUNNING = Path.of("/run/systemd/system");
    private static final List<String> ACCOUNTED = List.of("CPU", "Memory", "Tasks", "IO");

    private Scopes() {}

    /** Whether systemd is the host's service manager. (sd_booted(3)) */
    public static boolean available() {
        return Files.isDirectory(RUNNING);
    }

    /**
     * A new scope that all of the cgroup is ours in ({@code Delegate=}), told the limits that will be written.
     *
     * @return what keeps it, until another process is in it
     * @throws IOException with systemd's own reason
     */
    public static Placeholder start(Scope scope, String description, List<CgroupWrite> limits) throws IOException {
        Placeholder process = Placeholder.start();
        boolean started = false;
        try (SystemdConnection systemd = SystemdConnection.open()) {
            // One of this name that failed would be in the way.
            unlessUnknown(() -> systemd.manager().resetFailedUnit(scope.unit()));
            List<UnitProperty> properties = properties(scope, description, process);
            properties.addAll(ScopeProperties.of(limits));
            systemd.await(
                    "start " + scope.unit(),
                    manager -> manager.startTransientUnit(scope.unit(), "fail", properties, List.of()));
            started = true;
            return process;
        } catch (DBusExecutionException refused) {
            throw new IOException(
                    "systemd: unable to start unit \"" + scope.unit() + "\": " + refused.getMessage(), refused);
        } finally {
            if (!started) {
                process.close();
            }
        }
    }

    private static List<UnitProperty> properties(Scope scope, String description, Placeholder process) {
        List<UnitProperty> properties = new ArrayList<>(List.of(
                new UnitProperty("Description", new Variant<>(description)),
                new UnitProperty("Slice", new Variant<>(scope.slice())),
                new UnitProperty("Delegate", new Variant<>(true)),
                // Not in the way of the host's shutdown, which would otherwise end containers before their managers.
                new UnitProperty("DefaultDependencies", new Variant<>(false)),
                new UnitProperty("PIDs", new Variant<>(new UInt32[] {new UInt32(process.pid())}, "au"))));
        for (String what : ACCOUNTED) {
            properties.add(new UnitProperty(what + "Accounting", new Variant<>(true)));
        }
        return properties;
    }

    /** Tells systemd of limits that have been written. */
    public static void changed(String unit, List<CgroupWrite> limits) throws IOException {
        List<UnitProperty> properties = ScopeProperties.of(inForce(limits));
        if (properties.isEmpty()) {
            return;
        }
        try (SystemdConnection systemd = SystemdConnection.open()) {
            systemd.manager().setUnitProperties(unit, true, properties);
        } catch (DBusExecutionException refused) {
            throw new IOException("systemd: " + unit + ": " + refused.getMessage(), refused);
        }
    }

    /** A quota without its period leaves the period there is; systemd is told both. */
    private static List<CgroupWrite> inForce(List<CgroupWrite> limits) throws IOException {
        List<CgroupWrite> complete = new ArrayList<>();
        for (CgroupWrite write : limits) {
            boolean quota = write.file().endsWith("cpu.max");
            complete.add(
                    quota
                            ? new CgroupWrite(
                                    write.file(), Read.text(write.file()).strip(), Set.of())
                            : write);
        }
        return complete;
    }

    /** Ends it, with all processes in it, and has systemd forget how it ended. Whether its cgroup is gone then is the kernel's to say. */
    public static void end(String unit) throws IOException {
        try (SystemdConnection systemd = SystemdConnection.open()) {
            unlessUnknown(() -> systemd.await("stop " + unit, manager -> manager.stopUnit(unit, "replace")));
            unlessUnknown(() -> systemd.manager().resetFailedUnit(unit));
        }
    }

    private interface Action {
        void run() throws IOException;
    }

    /** A refusal is a unit that systemd does not know, or knows no more. */
    private static void unlessUnknown(Action action) throws IOException {
        try {
            action.run();
        } catch (DBusExecutionException refused) {
            LOG.log(Level.DEBUG, "systemd refuses", refused);
        }
    }
}
