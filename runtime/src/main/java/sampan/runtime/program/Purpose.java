package sampan.runtime.program;

/**
 * What a group of operations is for.
 *
 * @param title as in "a private /proc"
 * @param why one line
 * @param manual the page to read, as in {@code proc(5)}
 * @param init whether runc has it done by the container's init before that is ready, and says so of its failures
 */
public record Purpose(String title, String why, String manual, boolean init) {
    public Purpose(String title, String why, String manual) {
        this(title, why, manual, false);
    }
}
