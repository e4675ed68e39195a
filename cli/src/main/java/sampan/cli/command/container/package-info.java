/**
 * The commands about containers: one class each, and what they show.
 *
 * <p>Read {@link sampan.cli.command.container.PsCommand}, then {@link sampan.cli.command.container.RunCommand}. Flags that {@code run}, {@code create}, {@code update}
 * and {@code exec} share are in {@link sampan.cli.container}.
 */
@NullMarked
package sampan.cli.command.container;

import org.jspecify.annotations.NullMarked;
