package sampan.cli.value;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Scalars;

/** {@code --expose}: {@code 80}, {@code 53/udp}, {@code 8000-8010/tcp}. */
public final class ExposedPort {
    private ExposedPort() {}

    /** Each port by itself, as Docker keeps them: {@code 80/tcp}. */
    public static Map<String, Map<String, String>> all(List<String> given) throws InvalidValue {
        Map<String, Map<String, String>> ports = new LinkedHashMap<>();
        for (String text : given) {
            add(ports, text);
        }
        return ports;
    }

    private static void add(Map<String, Map<String, String>> ports, String text) throws InvalidValue {
        if (text.indexOf(':') >= 0) {
            throw new InvalidValue("invalid port format for --expose: " + text);
        }
        int slash = text.indexOf('/');
        String protocol = slash < 0 ? "tcp" : text.substring(slash + 1);
        String range = slash < 0 ? text : text.substring(0, slash);
        if (range.isEmpty()) {
            throw wrong(text, "empty string specified for ports");
        }
        int dash = range.indexOf('-');
        int first = port(dash < 0 ? range : range.substring(0, dash), text);
        int last = dash < 0 ? first : port(range.substring(dash + 1), text);
        if (last < first) {
            throw wrong(text, "invalid range specified for port: " + range);
        }
        for (int port = first; port <= last; port++) {
            ports.put(port + "/" + protocol, Map.of());
        }
    }

    private static int port(String digits, String text) throws InvalidValue {
        try {
            return Scalars.uint16(digits);
        } catch (InvalidValue malformed) {
            throw wrong(text, malformed.getMessage());
        }
    }

    private static InvalidValue wrong(String text, String reason) {
        return new InvalidValue("invalid range format for --expose: " + text + ", error: " + reason);
    }
}
