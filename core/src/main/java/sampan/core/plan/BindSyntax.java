package sampan.core.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import sampan.core.error.EngineException;

/** {@code -v [SOURCE:]DESTINATION[:MODE]}: a folder of the host when the source is absolute, else a volume. */
final class BindSyntax {
    static final Set<String> PROPAGATIONS = Set.of("private", "rprivate", "slave", "rslave", "shared", "rshared");
    private static final Set<String> ACCESS = Set.of("rw", "ro");
    private static final Set<String> LABELS = Set.of("z", "Z");
    private static final Set<String> COPY = Set.of("nocopy");
    private static final Set<String> CONSISTENCY = Set.of("consistent", "cached", "delegated", "default");
    private static final List<Set<String>> KINDS = List.of(ACCESS, LABELS, COPY, PROPAGATIONS, CONSISTENCY);

    private BindSyntax() {}

    static MountPoint parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length > 3 || parts[0].isEmpty()) {
            throw invalid(text);
        }
        if (parts.length == 1) {
            return volume("", destination(text, parts[0], MountPoint.VOLUME), "");
        }
        if (parts.length == 2 && isMode(parts[1])) {
            throw invalid(text); // a volume without a name has no mode
        }
        String mode = parts.length == 3 ? mode(parts[2]) : "";
        boolean bind = parts[0].startsWith("/");
        String destination = destination(text, parts[1], bind ? MountPoint.BIND : MountPoint.VOLUME);
        if (bind) {
            return bind(Paths.clean(parts[0]), destination, mode);
        }
        refusePropagation(text, mode);
        return volume(parts[0], destination, mode);
    }

    private static void refusePropagation(String text, String mode) {
        if (words(mode).stream().anyMatch(PROPAGATIONS::contains)) {
            throw new EngineException.InvalidArgument(
                    prefix(text, MountPoint.VOLUME) + "field BindOptions must not be specified");
        }
    }

    private static String mode(String mode) {
        if (!isMode(mode)) {
            throw new EngineException.InvalidArgument("invalid mode: " + mode);
        }
        return mode;
    }

    private static MountPoint bind(String source, String destination, String mode) {
        if (words(mode).contains("nocopy")) {
            throw new EngineException.InvalidArgument("invalid mode: " + mode);
        }
        String propagation =
                words(mode).stream().filter(PROPAGATIONS::contains).findFirst().orElse("rprivate");
        MountPoint.Traits traits = new MountPoint.Traits(true, false, false, false, false, null);
        return new MountPoint(
                MountPoint.BIND, "", source, destination, mode, !isReadonly(mode), propagation, traits, List.of());
    }

    private static MountPoint volume(String name, String destination, String mode) {
        boolean copy = !words(mode).contains("nocopy");
        MountPoint.Traits traits = new MountPoint.Traits(false, !copy, name.isEmpty(), false, false, null);
        String shown = mode.isEmpty() && !name.isEmpty() ? MountPoint.SHARED_LABEL : mode;
        return new MountPoint(
                MountPoint.VOLUME, name, "", destination, shown, !isReadonly(mode), "", traits, List.of());
    }

    private static String destination(String text, String path, String type) {
        return Paths.destination(path, prefix(text, type));
    }

    private static String prefix(String text, String type) {
        return "invalid volume specification: '" + text + "': invalid mount config for type \"" + type + "\": ";
    }

    private static boolean isReadonly(String mode) {
        return words(mode).contains("ro");
    }

    private static List<String> words(String mode) {
        return List.of(mode.split(",", -1));
    }

    /** Each word known, and at most one of a kind. */
    private static boolean isMode(String mode) {
        Set<Set<String>> seen = new HashSet<>();
        for (String word : words(mode)) {
            Set<String> kind = KINDS.stream()
                    .filter(words -> words.contains(word))
                    .findFirst()
                    .orElse(Set.of());
            if (kind.isEmpty() || !seen.add(kind)) {
                return false;
            }
        }
        return true;
    }

    private static EngineException invalid(String text) {
        return new EngineException.InvalidArgument("invalid volume specification: '" + text + "'");
    }
}
