package sampan.cli.table;

/** How much of something is done, as Docker draws it. */
public final class ProgressBar {
    private static final int CELLS = 50;
    /** Narrower terminals get numbers without a bar. */
    private static final int WIDE = 110;

    private static final int NUMBERS = 8;

    private ProgressBar() {}

    /**
     * {@code [=====>      ]  1.5MB/3MB}.
     *
     * @param columns of the terminal
     */
    public static String of(long done, long total, int columns) {
        String current = Sizes.precise(done);
        String padded = " ".repeat(Math.max(0, NUMBERS - current.length())) + current;
        if (total <= 0 || done > total) {
            return padded;
        }
        String numbers = padded + "/" + Sizes.precise(total);
        if (columns <= WIDE) {
            return numbers;
        }
        int full = (int) (done * CELLS / total);
        return "[" + "=".repeat(full) + ">" + " ".repeat(CELLS - full) + "] " + numbers;
    }
}
