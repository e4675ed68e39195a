package sampan.cli.table;

import java.util.function.Function;
import sampan.cli.ink.Ink;

/**
 * One field of a listing.
 *
 * @param name as templates and JSON call it
 * @param title over its column
 * @param value a text; a Boolean, a Long or a nil {@link sampan.cli.go.Value} where JSON shows one
 * @param ink of a cell on a terminal, by its text
 * @param gives on a terminal that is too narrow
 */
public record Column<T>(String name, String title, Function<T, ?> value, Function<String, Ink> ink, Gives gives) {
    private static final int NARROWEST = 8;

    /**
     * What a column can do without.
     *
     * @param least characters of its texts that stay
     * @param place whether at last it may be left out
     */
    public record Gives(int least, boolean place) {
        static final Gives NOTHING = new Gives(Integer.MAX_VALUE, false);
    }

    public Column(String name, String title, Function<T, ?> value) {
        this(name, title, value, _ -> Ink.PLAIN, Gives.NOTHING);
    }

    public Column<T> inked(Function<String, Ink> by) {
        return new Column<>(name, title, value, by, gives);
    }

    /** The rest can be had with {@code --no-trunc} or {@code --format}. */
    public Column<T> shrinking() {
        return shrinking(NARROWEST);
    }

    /** As {@link #shrinking()}, to no less than this. */
    public Column<T> shrinking(int least) {
        return new Column<>(name, title, value, ink, new Gives(Math.max(least, title.length()), false));
    }

    /** As {@link #shrinking()}; where not even that helps the table goes without it. */
    public Column<T> dispensable() {
        return new Column<>(name, title, value, ink, new Gives(Math.max(NARROWEST, title.length()), true));
    }

    boolean flexible() {
        return !gives.equals(Gives.NOTHING);
    }
}
