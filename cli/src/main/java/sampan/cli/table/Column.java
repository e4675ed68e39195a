package sampan.cli.table;

import java.util.function.Function;

/**
 * One field of a listing.
 *
 * @param name as templates and JSON call it
 * @param title over its column
 * @param value a text; a Boolean, a Long or a nil {@link sampan.cli.go.Value} where JSON shows one
 */
public record Column<T>(String name, String title, Function<T, ?> value) {}
