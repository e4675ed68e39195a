package sampan.cli.go;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The types of Docker's client, by name; read when the first one is asked for, from {@code docker.types}. */
public final class DockerTypes {
    private static final Map<String, String> BASICS = Map.of(
            "bool", "BOOL", "int", "INT", "int64", "INT", "uint", "UINT", "uint16", "UINT", "uint32", "UINT", "uint64",
            "UINT", "uint8", "UINT", "float64", "FLOAT", "string", "STRING");

    /** Read once. */
    private static final class Holder {
        private static final DockerTypes ALL = read();
    }

    private final Map<String, List<String>> structs = new HashMap<>();
    private final Map<String, String> named = new HashMap<>();
    private final Map<String, GoType> made = new HashMap<>();

    private DockerTypes() {}

    /** @param name {@code container.InspectResponse}, {@code *int64}, {@code []string} */
    public static GoType of(String name) {
        return Holder.ALL.type(name);
    }

    private static DockerTypes read() {
        DockerTypes types = new DockerTypes();
        try (InputStream file = Objects.requireNonNull(DockerTypes.class.getResourceAsStream("docker.types"))) {
            List<String> fields = new ArrayList<>();
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.lines().toList()) {
                fields = types.line(line, fields);
            }
            return types;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** @return where the fields of the next lines go */
    private List<String> line(String line, List<String> fields) {
        List<String> words = List.of(line.split(" ", -1));
        if (line.endsWith(" struct")) {
            List<String> fresh = new ArrayList<>();
            structs.put(words.getFirst(), fresh);
            return fresh;
        }
        if (words.size() == 3 && words.get(1).equals("=")) {
            named.put(words.getFirst(), words.get(2));
        } else if (!line.isEmpty() && !line.startsWith("#")) {
            fields.add(line);
        }
        return fields;
    }

    private synchronized GoType type(String name) {
        GoType known = made.get(name);
        if (known == null) {
            known = make(name);
            made.put(name, known);
        }
        return known;
    }

    private GoType make(String name) {
        if (name.startsWith("*")) {
            return new GoType.PointerTo(type(name.substring(1)));
        }
        if (name.startsWith("[")) {
            GoType element = type(name.substring(name.indexOf(']') + 1));
            return new GoType.SliceOf(name.substring(0, name.indexOf(']') + 1) + element.name(), element);
        }
        if (name.startsWith("map[")) {
            int close = name.indexOf(']');
            return GoType.mapOf(type(name.substring(4, close)), type(name.substring(close + 1)));
        }
        return switch (name) {
            case "any" -> Types.ANY;
            case "struct{}" -> new GoType.Struct("struct {}", List.of(), Map.of());
            case "time.Time" -> Times.TIME;
            case "time.Duration" -> Times.DURATION;
            default -> simple(name);
        };
    }

    private GoType simple(String name) {
        String kind = BASICS.get(name);
        if (kind != null) {
            return new GoType.Basic(Kind.valueOf(kind), name, Map.of());
        }
        String original = named.get(name);
        return original == null ? struct(name) : renamed(name, type(original));
    }

    private GoType renamed(String name, GoType original) {
        return switch (original) {
            case GoType.Basic basic -> new GoType.Basic(basic.kind(), name, ModeMethods.of(name));
            case GoType.SliceOf slice -> new GoType.SliceOf(name, slice.element());
            case GoType.MapOf map -> new GoType.MapOf(name, map.key(), map.element(), Map.of());
            case GoType.PointerTo _, GoType.Struct _, GoType.Any _ -> original;
        };
    }

    private GoType struct(String name) {
        List<GoType.Field> fields = new ArrayList<>();
        for (String line : Objects.requireNonNull(structs.get(name), name)) {
            fields.add(field(List.of(line.split(" ", -1))));
        }
        return new GoType.Struct(name, List.copyOf(fields), ModeMethods.of(name));
    }

    private GoType.Field field(List<String> words) {
        GoType type = type(words.get(1));
        if (words.getFirst().equals("+")) {
            String name = type.name().substring(type.name().indexOf('.') + 1);
            return new GoType.Field(name, type, name, false, true);
        }
        String key = words.getFirst();
        for (String word : words) {
            key = word.startsWith("json=") ? word.substring("json=".length()) : key;
        }
        return new GoType.Field(words.getFirst(), type, key, words.contains("omitted"), false);
    }
}
