package sampan.core.plan;

import java.util.ArrayDeque;
import java.util.Deque;
import sampan.core.error.EngineException;

/** Paths as text, before anything is opened. */
final class Paths {
    private Paths() {}

    /** Without doubled slashes, {@code .} and {@code ..}; stays absolute. */
    static String clean(String path) {
        Deque<String> names = new ArrayDeque<>();
        for (String name : path.split("/", -1)) {
            if (name.equals("..")) {
                names.pollLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.addLast(name);
            }
        }
        return "/" + String.join("/", names);
    }

    /** A place in a container where something can be mounted. */
    static String destination(String path, String prefix) {
        if (!path.startsWith("/")) {
            throw new EngineException.InvalidArgument(
                    prefix + "invalid mount path: '" + path + "' mount path must be absolute");
        }
        String clean = clean(path);
        if (clean.equals("/")) {
            throw new EngineException.InvalidArgument(prefix + "invalid specification: destination can't be '/'");
        }
        refuseNul(path);
        return clean;
    }

    static void refuseNul(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new EngineException.InvalidArgument("a path has a zero byte: " + text.replace('\0', '?'));
        }
    }

    /** How deep it lies: mounts are made from the top down. */
    static int depth(String path) {
        return (int) path.chars().filter(c -> c == '/').count();
    }
}
