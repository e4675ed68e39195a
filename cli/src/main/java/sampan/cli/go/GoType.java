package sampan.cli.go;

import java.util.List;
import java.util.Map;

/** A type: its name as Go prints it decides what can be assigned to what. */
public sealed interface GoType {
    Kind kind();

    /** {@code []string}, {@code container.State}. */
    String name();

    default Map<String, Method> methods() {
        return Map.of();
    }

    /** Truth values, numbers and texts. */
    record Basic(Kind kind, String name, Map<String, Method> methods) implements GoType {}

    /** The empty interface. */
    record Any() implements GoType {
        @Override
        public Kind kind() {
            return Kind.INTERFACE;
        }

        @Override
        public String name() {
            return "interface {}";
        }
    }

    /** A slice. */
    record SliceOf(String name, GoType element) implements GoType {
        /** Of an array, {@code [2]uint}; 0 for slices. */
        int length() {
            return name.startsWith("[") ? Math.max(0, Character.digit(name.charAt(1), 10)) : 0;
        }

        @Override
        public Kind kind() {
            return Kind.SLICE;
        }
    }

    /** A map; its keys are texts. */
    record MapOf(String name, GoType key, GoType element, Map<String, Method> methods) implements GoType {
        @Override
        public Kind kind() {
            return Kind.MAP;
        }
    }

    /** A pointer. */
    record PointerTo(GoType target) implements GoType {
        @Override
        public Kind kind() {
            return Kind.POINTER;
        }

        @Override
        public String name() {
            return "*" + target.name();
        }

        @Override
        public Map<String, Method> methods() {
            return target.methods();
        }
    }

    /** A struct; one without fields may have methods that know what it stands for. */
    record Struct(String name, List<Field> fields, Map<String, Method> methods) implements GoType {
        @Override
        public Kind kind() {
            return Kind.STRUCT;
        }

        /** As it is looked up by the JSON encoder and by templates; promoted fields come from {@link Structs}. */
        public int indexOf(String field) {
            for (int i = 0; i < fields.size(); i++) {
                if (fields.get(i).name().equals(field)) {
                    return i;
                }
            }
            return -1;
        }
    }

    /**
     * A field of a struct.
     *
     * @param key its name in JSON
     * @param omitted from JSON when it is empty
     * @param embedded its own fields count as the struct's
     */
    record Field(String name, GoType type, String key, boolean omitted, boolean embedded) {}

    static GoType sliceOf(GoType element) {
        return new SliceOf("[]" + element.name(), element);
    }

    static GoType mapOf(GoType key, GoType element) {
        return new MapOf("map[" + key.name() + "]" + element.name(), key, element, Map.of());
    }

    default boolean isSame(GoType other) {
        return name().equals(other.name());
    }
}
