/**
 * The engine's end of the monitors' sockets (wire.h, part 2).
 *
 * <p>Read {@link sampan.core.monitor.Interest} for what a client can ask of a monitor. A monitor outlives the engine; nothing here may make it wait.
 */
@NullMarked
package sampan.core.monitor;

import org.jspecify.annotations.NullMarked;
