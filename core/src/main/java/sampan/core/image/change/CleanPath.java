package sampan.core.image.change;

import java.util.ArrayList;
import java.util.List;

/** Paths in a container as text: cleaned up, never resolved. */
final class CleanPath {
    private CleanPath() {}

    /** {@code path} as seen from {@code from}, absolute, without dots and double slashes. */
    static String join(String from, String path) {
        List<String> names = new ArrayList<>();
        for (String part : (path.startsWith("/") ? path : from + "/" + path).split("/", -1)) {
            if (part.equals("..")) {
                if (!names.isEmpty()) {
                    names.removeLast();
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                names.add(part);
            }
        }
        return "/" + String.join("/", names);
    }
}
