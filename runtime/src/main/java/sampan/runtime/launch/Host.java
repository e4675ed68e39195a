package sampan.runtime.launch;

import java.util.Set;

/**
 * What the compiler has to know of the machine.
 *
 * @param kernel as in uname(2)
 * @param lastCapability number of the highest capability the kernel knows
 * @param lsms active security modules, as /sys/kernel/security/lsm lists them
 * @param nested this is a user namespace: nobody makes device nodes, and setgroups(2) may be denied
 */
public record Host(Version kernel, int lastCapability, Set<String> lsms, boolean nested) {
    public Host {
        lsms = Set.copyOf(lsms);
    }

    /** Of a machine that is no user namespace. */
    public Host(Version kernel, int lastCapability, Set<String> lsms) {
        this(kernel, lastCapability, lsms, false);
    }

    /** A kernel's version; what distributions append does not matter. */
    public record Version(int major, int minor) implements Comparable<Version> {
        /** Reads the beginning of {@code 6.1.0-18-amd64}. */
        public static Version parse(String release) {
            String[] numbers = release.split("[^0-9]+", 3);
            if (numbers.length < 2) {
                throw new IllegalArgumentException("not a kernel release: " + release);
            }
            return new Version(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
        }

        @Override
        public int compareTo(Version other) {
            return major == other.major ? Integer.compare(minor, other.minor) : Integer.compare(major, other.major);
        }
    }

    /** Whether the kernel is this version or a later one. */
    boolean since(int major, int minor) {
        return kernel.compareTo(new Version(major, minor)) >= 0;
    }
}
