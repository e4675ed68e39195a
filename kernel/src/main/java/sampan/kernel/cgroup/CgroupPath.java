package sampan.kernel.cgroup;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The place of a cgroup below the mount points of its hierarchies: {@code /sampan/<root>/<container>}. */
public record CgroupPath(List<String> names) {
    /** The top of the hierarchies: only to make cgroups in; it has no parent and is nobody's to remove. */
    public static final CgroupPath ROOT = new CgroupPath(List.of());

    private static final int LONGEST_NAME = 255;
    private static final int DEEPEST = 64;

    public CgroupPath {
        names = List.copyOf(names);
        if (names.size() > DEEPEST) {
            throw tooFewOrMany(names);
        }
        names.forEach(CgroupPath::check);
    }

    /** Reads {@code /a/b}; a missing first slash, doubled and last slashes do not matter, but {@code ..} does. The root is refused. */
    public static CgroupPath parse(String text) {
        List<String> names = List.of(text.split("/")).stream()
                .filter(name -> !name.isEmpty())
                .toList();
        if (names.isEmpty()) {
            throw tooFewOrMany(names);
        }
        return new CgroupPath(names);
    }

    private static IllegalArgumentException tooFewOrMany(List<String> names) {
        return new IllegalArgumentException("a cgroup path has 1 to " + DEEPEST + " names: " + String.join("/", names));
    }

    public CgroupPath child(String name) {
        return new CgroupPath(java.util.stream.Stream.concat(names.stream(), java.util.stream.Stream.of(name))
                .toList());
    }

    public Optional<CgroupPath> parent() {
        return names.size() <= 1 ? Optional.empty() : Optional.of(new CgroupPath(names.subList(0, names.size() - 1)));
    }

    public Path under(Path mount) {
        return mount.resolve(String.join("/", names));
    }

    private static void check(String name) {
        boolean odd = name.isEmpty()
                || name.equals(".")
                || name.equals("..")
                || name.indexOf('/') >= 0
                || name.chars().anyMatch(Character::isISOControl);
        if (odd || name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            throw new IllegalArgumentException("invalid cgroup name: " + name);
        }
    }

    @Override
    public String toString() {
        return "/" + String.join("/", names);
    }
}
