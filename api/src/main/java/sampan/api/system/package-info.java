/**
 * The operations on the engine itself: what it is, what happens in it, what it takes on disk; and those of Docker's that there is nothing behind here.
 *
 * <p>Read {@link sampan.api.system.SystemEndpoints} and {@link sampan.api.system.Absent}.
 */
@NullMarked
package sampan.api.system;

import org.jspecify.annotations.NullMarked;
