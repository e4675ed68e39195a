package sampan.runtime.systemd;

import java.util.ArrayList;
import java.util.List;
import sampan.kernel.cgroup.CgroupPath;

/**
 * A scope in a slice.
 *
 * @param slice {@code system.slice}; {@code a-b.slice} is in {@code a.slice}, and {@code -.slice} is the root
 * @param unit {@code prefix-name.scope}
 */
public record Scope(String slice, String unit) {
    /** Where a scope is that names no slice. */
    public static final String USUAL_SLICE = "system.slice";

    private static final String SLICE = ".slice";
    private static final String SCOPE = ".scope";
    private static final int LONGEST = 255;

    /** What a name of a unit may consist of. (systemd.unit(5)) */
    private static final String NAME = "[A-Za-z0-9:_.\\\\@-]+";

    public Scope {
        checkSlice(slice);
        if (!unit.matches(NAME) || unit.length() > LONGEST || unit.equals(SCOPE)) {
            throw new IllegalArgumentException("invalid unit name: " + unit);
        }
    }

    /** {@code slice:prefix:name}; both first parts may be empty. A name that is a slice's is left as it is, as runc does. */
    public static Scope parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException(
                    "expected cgroupsPath to be of format \"slice:prefix:name\" for systemd cgroups, got \"" + text
                            + "\" instead");
        }
        return of(parts[0].isEmpty() ? USUAL_SLICE : parts[0], parts[1], parts[2]);
    }

    public static Scope of(String slice, String prefix, String name) {
        return new Scope(slice, (prefix.isEmpty() ? name : prefix + "-" + name) + SCOPE);
    }

    /** Whether a slice can have that name. */
    public static boolean isSlice(String name) {
        try {
            checkSlice(name);
            return true;
        } catch (IllegalArgumentException odd) {
            return false;
        }
    }

    private static void checkSlice(String slice) {
        boolean root = slice.equals("-" + SLICE);
        String stem = slice.endsWith(SLICE) ? slice.substring(0, slice.length() - SLICE.length()) : "";
        boolean odd = stem.isEmpty()
                || !slice.matches(NAME)
                || slice.length() > LONGEST
                || stem.startsWith("-")
                || stem.endsWith("-")
                || stem.contains("--");
        if (odd && !root) {
            throw new IllegalArgumentException("invalid slice name: " + slice);
        }
    }

    /** Where systemd makes it. */
    public CgroupPath path() {
        return above().child(unit);
    }

    /** Where systemd makes its slice. */
    public CgroupPath above() {
        return above(slice);
    }

    /** Where systemd makes a slice. */
    public static CgroupPath above(String slice) {
        checkSlice(slice);
        List<String> names = new ArrayList<>();
        if (!slice.equals("-" + SLICE)) {
            String stem = slice.substring(0, slice.length() - SLICE.length());
            for (int dash = stem.indexOf('-'); dash > 0; dash = stem.indexOf('-', dash + 1)) {
                names.add(stem.substring(0, dash) + SLICE);
            }
            names.add(slice);
        }
        return new CgroupPath(names);
    }
}
