/**
 * {@code create}, {@code start}, {@code run}, {@code kill} and {@code delete}.
 *
 * <p>Read {@link sampan.runtime.command.life.Creation} first, by which a container comes to be, then
 * {@link sampan.runtime.command.life.Starting} and {@link sampan.runtime.command.life.Deletion}.
 */
@NullMarked
package sampan.runtime.command.life;

import org.jspecify.annotations.NullMarked;
