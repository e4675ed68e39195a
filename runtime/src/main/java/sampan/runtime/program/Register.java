package sampan.runtime.program;

/**
 * Holds the result of one call for a later one. Before it is written it holds -1.
 *
 * @param name what is in it, for readers: {@code root}
 */
public record Register(int number, String name) {
    static final int COUNT = 64;
}
