package sampan.cli.table;

import java.util.function.Function;

/**
 * One field of a listing.
 *
 * @param name as templates and JSON call it
 * @param title over its column
 */
public record Column<T>(String name, String title, Function<T, String> value) {}
