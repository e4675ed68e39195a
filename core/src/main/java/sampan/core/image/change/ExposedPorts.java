package sampan.core.image.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code EXPOSE 80 443/tcp 8000-8005/udp}. */
final class ExposedPorts {
    private static final Set<String> PROTOCOLS = Set.of("tcp", "udp", "sctp");
    private static final int MAX = 65535;

    private ExposedPorts() {}

    static List<String> parse(String text) {
        String[] parts = text.split("/", 2);
        String protocol = parts.length > 1 ? parts[1].toLowerCase(Locale.ROOT) : "tcp";
        if (!PROTOCOLS.contains(protocol)) {
            throw Changes.invalid("Invalid proto: " + protocol);
        }
        String[] range = parts[0].split("-", 2);
        int first = port(range[0], text);
        int last = range.length > 1 ? port(range[1], text) : first;
        if (last < first) {
            throw Changes.invalid("Invalid containerPort: " + text);
        }
        List<String> ports = new ArrayList<>();
        for (int port = first; port <= last; port++) {
            ports.add(port + "/" + protocol);
        }
        return ports;
    }

    private static int port(String digits, String text) {
        int port = digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : -1;
        if (port < 0 || port > MAX) {
            throw Changes.invalid("Invalid containerPort: " + text);
        }
        return port;
    }
}
