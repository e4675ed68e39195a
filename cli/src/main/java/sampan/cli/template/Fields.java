package sampan.cli.template;

import org.jspecify.annotations.Nullable;
import sampan.cli.go.GoType;
import sampan.cli.go.Kind;
import sampan.cli.go.Value;

/** The fields of structs, those of embedded structs too. */
final class Fields {
    private Fields() {}

    static boolean has(GoType.Struct type, String name) {
        return of(Value.zero(type), name) != null || type.fields().stream().anyMatch(field -> inEmbedded(field, name));
    }

    private static boolean inEmbedded(GoType.Field field, String name) {
        GoType type = field.type() instanceof GoType.PointerTo pointer ? pointer.target() : field.type();
        return field.embedded() && type instanceof GoType.Struct struct && has(struct, name);
    }

    /** @return null when there is none of that name */
    static @Nullable Value of(Value struct, String name) {
        if (!(struct.type() instanceof GoType.Struct type) || struct.elements().isEmpty()) {
            return null;
        }
        int index = type.indexOf(name);
        if (index >= 0) {
            return struct.elements().get(index);
        }
        for (int i = 0; i < type.fields().size(); i++) {
            Value inner = struct.elements().get(i).indirect();
            if (type.fields().get(i).embedded() && inner.kind() == Kind.STRUCT) {
                Value found = of(inner, name);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }
}
