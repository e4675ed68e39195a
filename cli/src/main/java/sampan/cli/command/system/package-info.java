/** The commands about the engine as a whole: {@code version}, {@code info}, {@code events}, {@code doctor}, {@code system df} and {@code prune}, and {@code inspect}, which finds objects of all kinds. */
@NullMarked
package sampan.cli.command.system;

import org.jspecify.annotations.NullMarked;
