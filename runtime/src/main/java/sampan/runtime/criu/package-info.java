/**
 * What is said to criu, the program that writes processes into files and makes processes of such files: requests and replies of its RPC,
 * by which {@code criu swrk} does one piece of work for whoever holds the other end of its socket.
 *
 * <p>Read {@link sampan.runtime.criu.CriuRequest} first, then {@link sampan.runtime.criu.CriuReply}. The messages are protocol buffers;
 * {@link sampan.runtime.criu.ProtoWriter} and {@link sampan.runtime.criu.ProtoReader} know as much of that encoding as they need.
 *
 * <p>Must not know: command lines, state folders, how criu is started.
 */
@NullMarked
package sampan.runtime.criu;

import org.jspecify.annotations.NullMarked;
