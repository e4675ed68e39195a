/**
 * Logs that are kept elsewhere: the drivers {@code journald} and {@code syslog}.
 *
 * <p>A container's monitor writes its output to a bounded local log, whatever the driver: it waits for nobody, and goes on without an engine. A {@link
 * sampan.core.log.remote.LogForwarder} reads that log on from where it was, also after another engine, and sends it line by line to a {@link
 * sampan.core.log.remote.Destination}. So {@code logs} works as well, as with Docker's dual logging. Nothing here knows of containers' lives.
 */
@NullMarked
package sampan.core.log.remote;

import org.jspecify.annotations.NullMarked;
