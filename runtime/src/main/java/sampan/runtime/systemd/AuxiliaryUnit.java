package sampan.runtime.systemd;

import java.util.List;
import org.freedesktop.dbus.Struct;
import org.freedesktop.dbus.annotations.Position;

/** {@code (sa(sv))}: a further unit for StartTransientUnit. None is ever given, but the list has to have a type. */
public final class AuxiliaryUnit extends Struct {
    @Position(0)
    private final String name;

    @Position(1)
    private final List<UnitProperty> properties;

    public AuxiliaryUnit(String name, List<UnitProperty> properties) {
        this.name = name;
        this.properties = List.copyOf(properties);
    }

    public String getName() {
        return name;
    }

    public List<UnitProperty> getProperties() {
        return properties;
    }
}
