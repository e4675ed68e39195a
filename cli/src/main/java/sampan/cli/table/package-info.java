/**
 * What commands print: tables, and what {@code --format} makes of them.
 *
 * <p>Read {@link sampan.cli.table.Listing} (rows to text, in any format) and {@link sampan.cli.table.Inspector} (objects). Column widths, ages, sizes and empty values are
 * those of Docker's client, as scripts read them. This package knows no engine.
 */
@NullMarked
package sampan.cli.table;

import org.jspecify.annotations.NullMarked;
