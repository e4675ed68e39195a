package sampan.core.cdi;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sampan.core.error.EngineException;

/** The devices that specifications in some folders describe. A later folder has precedence; a device that two files of one folder describe is nobody's. */
public final class DeviceRegistry {
    private static final System.Logger LOG = System.getLogger(DeviceRegistry.class.getName());

    private final List<Path> folders;

    public DeviceRegistry(List<Path> folders) {
        this.folders = List.copyOf(folders);
    }

    public List<Path> folders() {
        return folders;
    }

    /** What is there, and what is wrong with the rest. */
    private record Found(Map<String, Origin> devices, Map<String, String> problems) {}

    private record Origin(CdiSpec spec, Path file, int priority) {}

    /** The whole names of all devices. */
    public Set<String> names() {
        return new LinkedHashSet<>(look().devices().keySet());
    }

    /** What is wrong with which file: one sentence each. */
    public List<String> problems() {
        return look().problems().entrySet().stream()
                .map(problem -> "CDI: Error associated with spec file " + problem.getKey() + ": " + problem.getValue())
                .toList();
    }

    /** What these devices change together; InvalidArgument names those that nobody describes. */
    ContainerEdits edits(List<String> wanted) {
        if (wanted.isEmpty()) {
            return ContainerEdits.NONE;
        }
        Found found = look();
        List<String> missing = wanted.stream()
                .filter(name -> !found.devices().containsKey(name))
                .toList();
        if (!missing.isEmpty()) {
            found.problems().forEach((file, problem) -> LOG.log(Level.WARNING, file + ": " + problem));
            throw new EngineException.InvalidArgument(
                    "CDI device injection failed: unresolvable CDI devices " + String.join(", ", missing));
        }
        ContainerEdits all = ContainerEdits.NONE;
        Set<Path> seen = new HashSet<>();
        for (String name : wanted) {
            Origin origin = origin(found, name);
            if (seen.add(origin.file())) {
                all = all.and(origin.spec().edits());
            }
            CdiSpec.@Nullable Device device = origin.spec().byName().get(name);
            all = device == null ? all : all.and(device.edits());
        }
        return all;
    }

    private static Origin origin(Found found, String name) {
        Origin origin = found.devices().get(name);
        if (origin == null) {
            throw new IllegalStateException(name);
        }
        return origin;
    }

    private Found look() {
        Map<String, Origin> devices = new TreeMap<>();
        Map<String, String> problems = new TreeMap<>();
        Set<String> disputed = new HashSet<>();
        for (int priority = 0; priority < folders.size(); priority++) {
            for (Path file : files(folders.get(priority), problems)) {
                try {
                    Origin origin = new Origin(CdiFile.read(file), file, priority);
                    for (String name : origin.spec().byName().keySet()) {
                        Origin before = devices.put(name, origin);
                        if (before != null && before.priority() == priority) {
                            disputed.add(name);
                            problems.put(
                                    file.toString(), "conflicting device \"" + name + "\", also in " + before.file());
                        } else {
                            disputed.remove(name);
                        }
                    }
                } catch (IOException wrong) {
                    problems.put(file.toString(), "failed to load CDI Spec: " + wrong.getMessage());
                }
            }
        }
        devices.keySet().removeAll(disputed);
        return new Found(devices, problems);
    }

    private static List<Path> files(Path folder, Map<String, String> problems) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*.{json,yaml}")) {
            entries.forEach(files::add);
        } catch (NoSuchFileException _) {
            // most hosts have none
        } catch (IOException unreadable) {
            problems.put(folder.toString(), String.valueOf(unreadable.getMessage()));
        }
        files.sort(null);
        return files;
    }
}
