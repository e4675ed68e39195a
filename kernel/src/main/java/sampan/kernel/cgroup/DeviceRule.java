package sampan.kernel.cgroup;

import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Allows or forbids what may be done with some device nodes.
 *
 * @param major absent: any
 * @param minor absent: any
 */
public record DeviceRule(boolean allow, Type type, OptionalLong major, OptionalLong minor, Set<Access> access) {
    static final long LARGEST_MAJOR = (1 << 12) - 1;
    static final long LARGEST_MINOR = (1 << 20) - 1;

    /** Character devices, block devices, or both. */
    public enum Type {
        ALL('a'),
        BLOCK('b'),
        CHARACTER('c');

        final char letter;

        Type(char letter) {
            this.letter = letter;
        }
    }

    /** In the order of {@code rwm}; the numbers are BPF_DEVCG_ACC_*. */
    public enum Access {
        READ('r', 2),
        WRITE('w', 4),
        MKNOD('m', 1);

        final char letter;
        final int bit;

        Access(char letter, int bit) {
            this.letter = letter;
            this.bit = bit;
        }
    }

    /** Everything, for everything. */
    public static final DeviceRule ALLOW_ALL = all(true);

    public static final DeviceRule DENY_ALL = all(false);

    public DeviceRule {
        access = Set.copyOf(access);
        if (access.isEmpty()) {
            throw new IllegalArgumentException("a device rule allows or forbids at least one of r, w and m");
        }
        checkNumbers(major.orElse(0), minor.orElse(0));
    }

    /**
     * Reads the runtime specification's form; no type is all types, no access for all types is all, and -1 is any number.
     *
     * @param type {@code a}, {@code b}, {@code c} or {@code u}, which is {@code c}; empty as {@code a}
     */
    public static DeviceRule of(
            boolean allow, String type, OptionalLong major, OptionalLong minor, Optional<String> access) {
        Type kind = switch (type) {
            case "", "a" -> Type.ALL;
            case "b" -> Type.BLOCK;
            case "c", "u" -> Type.CHARACTER;
            default -> throw new IllegalArgumentException("invalid device type: " + type);
        };
        String letters = access.orElse("");
        return new DeviceRule(
                allow,
                kind,
                number(major),
                number(minor),
                letters.isEmpty() && kind == Type.ALL ? EnumSet.allOf(Access.class) : access(letters));
    }

    /** Reads {@code c 1:3 mr} as in {@code docker run --device-cgroup-rule} and in {@code devices.list}. */
    public static DeviceRule parse(boolean allow, String text) {
        String[] words = text.strip().split("[ :]", -1);
        if (!text.strip().matches("[abc] ([0-9]{1,10}|\\*):([0-9]{1,10}|\\*) [rwm]{1,3}")) {
            throw new IllegalArgumentException("invalid device cgroup rule format: '" + text + "'");
        }
        return of(allow, words[0], star(words[1]), star(words[2]), Optional.of(words[3]));
    }

    /** True when the rule is about every device and every access: then it also forgets all rules before it. */
    boolean isTotal() {
        return type == Type.ALL && major.isEmpty() && minor.isEmpty() && access.size() == Access.values().length;
    }

    String numbers() {
        return star(major) + ":" + star(minor);
    }

    /** In the order of {@code rwm}. */
    private static String letters(Set<Access> access) {
        StringBuilder letters = new StringBuilder();
        for (Access each : Access.values()) {
            if (access.contains(each)) {
                letters.append(each.letter);
            }
        }
        return letters.toString();
    }

    static void checkNumbers(long major, long minor) {
        if (major < 0 || major > LARGEST_MAJOR || minor < 0 || minor > LARGEST_MINOR) {
            throw new IllegalArgumentException("invalid device number: " + major + ":" + minor);
        }
    }

    private static DeviceRule all(boolean allow) {
        return new DeviceRule(allow, Type.ALL, OptionalLong.empty(), OptionalLong.empty(), EnumSet.allOf(Access.class));
    }

    private static Set<Access> access(String letters) {
        Set<Access> access = EnumSet.noneOf(Access.class);
        letters.chars().mapToObj(letter -> access((char) letter)).forEach(access::add);
        return access;
    }

    private static Access access(char letter) {
        return switch (letter) {
            case 'r' -> Access.READ;
            case 'w' -> Access.WRITE;
            case 'm' -> Access.MKNOD;
            default -> throw new IllegalArgumentException("invalid device access: " + letter);
        };
    }

    private static OptionalLong number(OptionalLong number) {
        return number.isPresent() && number.getAsLong() == -1 ? OptionalLong.empty() : number;
    }

    private static OptionalLong star(String word) {
        return word.equals("*") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(word));
    }

    private static String star(OptionalLong number) {
        return number.isPresent() ? Long.toString(number.getAsLong()) : "*";
    }

    /** {@code c 1:3 rwm}: as {@code devices.allow} reads it. */
    @Override
    public String toString() {
        return type.letter + " " + numbers() + " " + letters(access);
    }
}
