/**
 * How far something is, on a terminal, once it takes over a second.
 *
 * <p>Read {@link sampan.cli.progress.Progress}. Nothing is drawn where nobody looks: stderr that is no terminal stays as it is. This package knows no command.
 */
@NullMarked
package sampan.cli.progress;

import org.jspecify.annotations.NullMarked;
