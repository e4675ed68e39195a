/**
 * {@code image copy}: from wherever an image is to wherever it is to be.
 *
 * <p>Read {@link sampan.cli.command.copy.Transport} first (the places and their names, which are skopeo's), then {@link
 * sampan.cli.command.copy.CopySource} and {@link sampan.cli.command.copy.CopyTarget}. On the way an image lies in the engine's store under a name of its own that goes
 * again: names that the store has stay what they were.
 */
@NullMarked
package sampan.cli.command.copy;

import org.jspecify.annotations.NullMarked;
