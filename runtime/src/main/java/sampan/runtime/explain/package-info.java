/**
 * Shows what a launch program does: {@code sampan explain}.
 *
 * <p>{@link sampan.runtime.explain.Explanation} is the program itself as readable system calls, grouped by what they are for, each
 * group with one line of why and the manual page to read; {@link sampan.runtime.explain.Difference} compares two of them.
 * {@link sampan.runtime.explain.ShellScript} makes the same container with the tools of util-linux, for those who learn by hand.
 *
 * <p>Must not know: how a program comes to be. An explanation is taken from the program that is run, so it cannot drift from it.
 */
@NullMarked
package sampan.runtime.explain;

import org.jspecify.annotations.NullMarked;
