package sampan.runtime.program;

/**
 * What a group of operations is for.
 *
 * @param title as in "a private /proc"
 * @param why one line
 * @param manual the page to read, as in {@code proc(5)}
 */
public record Purpose(String title, String why, String manual) {}
