package sampan.oci.layer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import sampan.kernel.rootfs.BadNameException;
import sampan.kernel.rootfs.RootPath;
import sampan.oci.image.ImageFormatException;

/**
 * Where in a root file system an entry belongs: names from the root down, none of them empty, {@code .} or {@code ..}. Names are bytes; here
 * each byte is one character, so that they can be compared and kept as keys.
 */
record EntryPath(List<String> names) {
    /** PATH_MAX: no program could name a longer one. */
    static final int MAX_PATH = 4095;

    private static final int MAX_NAME = 255;
    private static final int NAME_COST = 64;

    static final EntryPath ROOT = new EntryPath(List.of());

    EntryPath {
        names = List.copyOf(names);
    }

    /**
     * Cleans up a name without looking at any file, as Docker does: {@code ./a//b/../c} is {@code a/c}, and an absolute path starts at the
     * root of the image.
     *
     * @throws ImageFormatException when it leads out of the root, or is longer than the kernel takes
     */
    static EntryPath of(String name) throws ImageFormatException {
        if (name.length() > MAX_PATH) {
            throw new ImageFormatException("a path in the archive is longer than " + MAX_PATH + " bytes: "
                    + quoted(name.substring(0, 64) + "..."));
        }
        List<String> names = new ArrayList<>();
        for (String part : name.split("/", -1)) {
            if (part.equals("..")) {
                up(names, name);
            } else if (!part.isEmpty() && !part.equals(".")) {
                names.add(part);
            }
            if (part.length() > MAX_NAME) {
                throw new ImageFormatException("a name in the archive is longer than " + MAX_NAME + " bytes: "
                        + quoted(part.substring(0, 64) + "..."));
            }
        }
        return new EntryPath(names);
    }

    /** A path that needs no check. */
    static EntryPath of(RootPath path) {
        return new EntryPath(
                path.parts().stream().map(part -> new String(part, ISO_8859_1)).toList());
    }

    /** The other, seen from here. */
    EntryPath below(EntryPath other) {
        if (isRoot()) {
            return other;
        }
        List<String> all = new ArrayList<>(names);
        all.addAll(other.names);
        return new EntryPath(all);
    }

    private static void up(List<String> names, String text) throws ImageFormatException {
        if (!names.isEmpty()) {
            names.removeLast();
        } else if (!text.startsWith("/")) { // "/.." is the root, as for the kernel
            throw new ImageFormatException(quoted(text) + " is outside of the root file system");
        }
    }

    /** About as many bytes as it takes in memory: each name is a string of its own. */
    long weight() {
        return names.stream().mapToLong(name -> NAME_COST + name.length()).sum();
    }

    boolean isRoot() {
        return names.isEmpty();
    }

    EntryPath parent() {
        return new EntryPath(names.subList(0, names.size() - 1));
    }

    String last() {
        return names.getLast();
    }

    RootPath inRoot() throws BadNameException {
        return RootPath.of(bytes(String.join("/", names)));
    }

    static byte[] bytes(String name) {
        return name.getBytes(ISO_8859_1);
    }

    /** For messages: UTF-8 is shown as such, control characters and the like escaped. */
    static String quoted(String name) {
        StringBuilder shown = new StringBuilder("\"");
        new String(bytes(name), UTF_8).codePoints().forEach(c -> {
            if (Character.isISOControl(c) || c == 0xfffd || c == '"' || c == '\\') {
                shown.append(String.format("\\x%02x", c & 0xff));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.append('"').toString();
    }

    @Override
    public String toString() {
        return quoted(isRoot() ? "/" : String.join("/", names));
    }
}
