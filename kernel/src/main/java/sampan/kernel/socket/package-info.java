/**
 * Unix sockets: listening with the right mode from the first moment, connecting, messages with descriptors, and who is at the
 * other end.
 *
 * <p>Read {@link sampan.kernel.socket.UnixSocket} and {@link sampan.kernel.socket.Message}. Received descriptors are
 * close-on-exec and belong to the {@link sampan.kernel.socket.Received} that brought them.
 *
 * <p>Calls block the thread that makes them, and with it the carrier of a virtual thread: wait with
 * {@link sampan.kernel.file.Poll} or {@code sampan.kernel.process.Poller} first. This package knows no protocol.
 */
@NullMarked
package sampan.kernel.socket;

import org.jspecify.annotations.NullMarked;
