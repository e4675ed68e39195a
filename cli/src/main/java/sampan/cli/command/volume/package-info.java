/** The commands about volumes: one class each. */
@NullMarked
package sampan.cli.command.volume;

import org.jspecify.annotations.NullMarked;
