/** The commands about images of the local store: one class each, with the rows that they list. Registries have a package of their own. */
@NullMarked
package sampan.cli.command.image;

import org.jspecify.annotations.NullMarked;
