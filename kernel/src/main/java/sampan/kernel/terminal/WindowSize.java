package sampan.kernel.terminal;

/** In characters, 0 to 65535 each; 0 by 0 is unknown. */
public record WindowSize(int rows, int columns) {
    private static final int MAX = 0xffff;

    public WindowSize {
        if (rows < 0 || rows > MAX || columns < 0 || columns > MAX) {
            throw new IllegalArgumentException("no window of " + rows + " by " + columns);
        }
    }
}
