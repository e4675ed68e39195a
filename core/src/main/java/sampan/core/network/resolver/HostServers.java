package sampan.core.network.resolver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The name servers that the host itself asks. They are asked from the host's network, so one on its loopback is as good as any; systemd-resolved's 127.0.0.53 is one,
 * and knows which server is asked for which domain.
 */
public final class HostServers {
    private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");
    private static final int PORT = 53;
    private static final long FRESH = Duration.ofSeconds(1).toNanos();

    private volatile Seen seen = new Seen(List.of(), System.nanoTime() - FRESH);

    /** Reads the file when it is first asked. */
    HostServers() {}

    private record Seen(List<InetSocketAddress> servers, long at) {}

    List<InetSocketAddress> now() {
        Seen last = seen;
        long now = System.nanoTime();
        if (now - last.at < FRESH) {
            return last.servers;
        }
        Seen fresh = new Seen(sockets(addresses(text())), now);
        seen = fresh;
        return fresh.servers;
    }

    private static String text() {
        try {
            return Files.readString(RESOLV_CONF, StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            return "";
        }
    }

    /** The servers that a resolv.conf(5) names. */
    public static List<String> addresses(String resolvConf) {
        return resolvConf
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("nameserver ") || line.startsWith("nameserver\t"))
                .map(line -> line.substring("nameserver".length()).strip())
                .toList();
    }

    /** Whether a container with a network of its own could reach it. */
    public static boolean isOutside(String server) {
        return !server.startsWith("127.") && !server.equals("::1");
    }

    /** What is no address is left out. */
    static List<InetSocketAddress> sockets(List<String> addresses) {
        return addresses.stream()
                .flatMap(HostServers::address)
                .map(address -> new InetSocketAddress(address, PORT))
                .distinct()
                .toList();
    }

    private static Stream<InetAddress> address(String text) {
        try {
            return Stream.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException _) {
            return Stream.of();
        }
    }
}
