/**
 * HTTP/1.1 on listening sockets, over Netty's epoll transport.
 *
 * <p>Read {@link sampan.api.http.HttpServer}, then {@code HttpConnection}: one request at a time on each connection, answered on a virtual thread so that
 * the one event loop never waits. Whoever connects is bounded: in bytes, in time and in number. Knows nothing of containers or of Docker.
 */
@NullMarked
package sampan.api.http;

import org.jspecify.annotations.NullMarked;
