package sampan.kernel.cgroup;

/**
 * A limit that was asked for and that this host cannot set.
 *
 * @param controller its name, as in {@code /proc/cgroups}
 * @param reason a sentence: {@code Your kernel does not support CPU shares or the cgroup is not mounted.}
 * @param consequence what happens when one goes on all the same: {@code Shares discarded.}
 * @param fatal false for what Docker only warns about since the caller cannot have meant it literally, as the swap limit that
 *     follows from a memory limit
 */
public record Unsupported(String controller, String reason, String consequence, boolean fatal) {
    /** Docker's warning. */
    public String warning() {
        return reason + " " + consequence;
    }
}
