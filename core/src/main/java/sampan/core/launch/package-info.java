/**
 * From a launch program to a running process: what containers and exec have in common.
 *
 * <p>Read {@link sampan.core.launch.Launch}, which hands a program over and waits for what the monitor tells, and {@link sampan.core.launch.Run}, which
 * remembers it. Nothing here knows what is launched.
 */
@NullMarked
package sampan.core.launch;

import org.jspecify.annotations.NullMarked;
