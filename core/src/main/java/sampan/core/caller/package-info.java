/**
 * Who asks, and whose hands do what must be done with the asker's rights.
 *
 * <p>Read {@link sampan.core.caller.Caller}. A host path is opened by {@link sampan.core.caller.HostFiles}, a launch process is started by
 * {@link sampan.core.caller.Launcher}; each has a local form here (this process) and one in cli (the command's own process, the front).
 */
@NullMarked
package sampan.core.caller;

import org.jspecify.annotations.NullMarked;
