/**
 * Colour on a terminal.
 *
 * <p>{@link sampan.cli.ink.Ink} names what a colour means, not which it is: few of them, from the terminal's own sixteen, so that they follow the theme of who
 * looks. Nothing is coloured where a program reads, where {@code NO_COLOR} is set (no-color.org) or where the terminal is {@code dumb}; nothing can be learned from
 * a colour that the words do not say too. This package knows neither commands nor tables.
 */
@NullMarked
package sampan.cli.ink;

import org.jspecify.annotations.NullMarked;
