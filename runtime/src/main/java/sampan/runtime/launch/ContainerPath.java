package sampan.runtime.launch;

import java.util.ArrayList;
import java.util.List;

/**
 * A path inside the container, cleaned as text: absolute, without {@code .}, {@code ..} and doubled slashes. Symbolic links are the
 * kernel's business, when the path is opened.
 */
record ContainerPath(List<String> names) {
    ContainerPath {
        names = List.copyOf(names);
    }

    static ContainerPath of(String text) {
        List<String> names = new ArrayList<>();
        for (String name : text.split("/", -1)) {
            switch (name) {
                case "", "." -> {}
                case ".." -> {
                    if (!names.isEmpty()) {
                        names.removeLast();
                    }
                }
                default -> names.add(name);
            }
        }
        return new ContainerPath(names);
    }

    boolean isRoot() {
        return names.isEmpty();
    }

    String last() {
        return names.getLast();
    }

    ContainerPath parent() {
        return new ContainerPath(names.subList(0, names.size() - 1));
    }

    /** Whether it is this path or below it. */
    boolean within(String path) {
        List<String> other = of(path).names;
        return names.size() >= other.size() && names.subList(0, other.size()).equals(other);
    }

    @Override
    public String toString() {
        return "/" + String.join("/", names);
    }
}
