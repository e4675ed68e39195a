/**
 * The processes of a container, as the host's ps shows them.
 *
 * <p>Read {@link sampan.core.top.ProcessList}: ps is run as anybody would run it, and the lines of other processes are left out of what it prints. {@link
 * sampan.core.top.PsProgram} runs it, {@link sampan.core.top.PsOptions} refuses what would make another column look like the pids.
 */
@NullMarked
package sampan.core.top;

import org.jspecify.annotations.NullMarked;
