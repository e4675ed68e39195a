/**
 * Completion of command lines in shells.
 *
 * <p>Read {@link sampan.cli.complete.Completer}: the words typed so far become candidates, from the same {@link sampan.cli.flag.Usage} that help and manual pages are
 * made of, and from the engine's containers, images and volumes. {@link sampan.cli.complete.Scripts} has what a shell must be told to ask for them.
 */
@NullMarked
package sampan.cli.complete;

import org.jspecify.annotations.NullMarked;
