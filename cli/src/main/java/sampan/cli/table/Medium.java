package sampan.cli.table;

/**
 * What a table is printed on.
 *
 * @param columns of a terminal; 0: as wide as it needs
 * @param colour it may be coloured
 */
public record Medium(Table.Width width, int columns, boolean colour) {
    /** What a program reads: as Docker's client prints it. */
    public static final Medium FILE = new Medium(Table.Width.CHARACTERS, 0, false);

    /** @param columns 0 where nobody knows */
    public static Medium terminal(int columns, boolean colour) {
        return new Medium(Table.Width.COLUMNS, columns, colour);
    }

    /** Nothing is shortened on it. */
    public Medium endless() {
        return new Medium(width, 0, colour);
    }
}
