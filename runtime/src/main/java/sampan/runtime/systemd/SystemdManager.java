package sampan.runtime.systemd;

import java.util.List;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.DBusMemberName;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.types.UInt32;

/** Of org.freedesktop.systemd1(5), what scopes need. */
@DBusInterfaceName("org.freedesktop.systemd1.Manager")
public interface SystemdManager extends DBusInterface {
    @DBusMemberName("StartTransientUnit")
    DBusPath startTransientUnit(String name, String mode, List<UnitProperty> properties, List<AuxiliaryUnit> auxiliary);

    @DBusMemberName("StopUnit")
    DBusPath stopUnit(String name, String mode);

    @DBusMemberName("ResetFailedUnit")
    void resetFailedUnit(String name);

    @DBusMemberName("SetUnitProperties")
    void setUnitProperties(String name, boolean runtime, List<UnitProperty> properties);

    /** A job is done: {@code done}, {@code canceled}, {@code timeout}, {@code failed}, {@code dependency} or {@code skipped}. */
    @DBusMemberName("JobRemoved")
    final class JobRemoved extends DBusSignal {
        private final String job;
        private final String result;

        public JobRemoved(String path, UInt32 id, DBusPath job, String unit, String result) throws DBusException {
            super(path, id, job, unit, result);
            this.job = job.getPath();
            this.result = result;
        }

        public String job() {
            return job;
        }

        public String result() {
            return result;
        }
    }
}
