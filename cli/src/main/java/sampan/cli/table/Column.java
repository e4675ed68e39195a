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
 * @param flexible may be shortened on a terminal that is too narrow
 */
public record Column<T>(String name, String title, Function<T, ?> value, Function<String, Ink> ink, boolean flexible) {
    public Column(String name, String title, Function<T, ?> value) {
        this(name, title, value, _ -> Ink.PLAIN, false);
    }

    public Column<T> inked(Function<String, Ink> by) {
        return new Column<>(name, title, value, by, flexible);
    }

    /** The rest can be had with {@code --no-trunc} or {@code --format}. */
    public Column<T> shrinking() {
        return new Column<>(name, title, value, ink, true);
    }
}
