package sampan.api.http;

import java.time.Duration;

/**
 * How much a client may take.
 *
 * @param connections at once, on all sockets together
 * @param line bytes of the request line; filters are part of it
 * @param headers bytes of all headers
 * @param body bytes that are read of a body nobody wants, so that the connection can be used again
 * @param request from its first byte to its last
 * @param answer until the client has taken it
 * @param idle between requests
 */
public record Limits(
        int connections, int line, int headers, int body, Duration request, Duration answer, Duration idle) {
    public static final Limits DEFAULT = new Limits(
            1024, 64 << 10, 64 << 10, 1 << 20, Duration.ofSeconds(20), Duration.ofSeconds(60), Duration.ofMinutes(15));
}
