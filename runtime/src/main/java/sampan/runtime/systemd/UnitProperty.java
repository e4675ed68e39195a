package sampan.runtime.systemd;

import org.freedesktop.dbus.Struct;
import org.freedesktop.dbus.annotations.Position;
import org.freedesktop.dbus.types.Variant;

/** {@code (sv)}: a property of a unit by name. */
public final class UnitProperty extends Struct {
    @Position(0)
    private final String name;

    @Position(1)
    private final Variant<?> value;

    public UnitProperty(String name, Variant<?> value) {
        this.name = name;
        this.value = value;
    }

    public String getName() {
        return name;
    }

    public Variant<?> getValue() {
        return value;
    }
}
