package sampan.core.container.list;

import java.util.function.Predicate;
import java.util.stream.Stream;
import sampan.core.container.Container;
import sampan.core.error.EngineException;

/** A filter for ports: {@code 80}, {@code 80/udp}, {@code 8000-8080/tcp}. */
record PortFilter(int first, int last, String protocol) {
    private static final int HIGHEST = 0xffff;

    static Predicate<Container> exposed(String value) {
        PortFilter filter = parse(value, "expose");
        return container -> Stream.concat(
                        container.config().exposedPorts().keySet().stream(),
                        container.hostConfig().networking().portBindings().keySet().stream())
                .anyMatch(filter::fits);
    }

    static Predicate<Container> published(String value) {
        PortFilter filter = parse(value, "publish");
        return container -> container.hostConfig().networking().bindings().entrySet().stream()
                .anyMatch(entry -> entry.getValue().stream()
                        .anyMatch(binding ->
                                filter.fits(binding.hostPort() + entry.getKey().replaceFirst(".*/", "/"))));
    }

    private static PortFilter parse(String value, String key) {
        int slash = value.indexOf('/');
        String protocol = slash < 0 ? "tcp" : value.substring(slash + 1);
        String ports = slash < 0 ? value : value.substring(0, slash);
        int dash = ports.indexOf('-');
        int first = port(dash < 0 ? ports : ports.substring(0, dash), value, key);
        int last = dash < 0 ? first : port(ports.substring(dash + 1), value, key);
        if (last < first) {
            throw refused(value, key, "invalid range specified for port: " + ports);
        }
        return new PortFilter(first, last, protocol);
    }

    private static int port(String text, String value, String key) {
        boolean digits = text.matches("[0-9]{1,9}");
        if (!digits || Integer.parseInt(text) > HIGHEST) {
            throw refused(
                    value,
                    key,
                    "strconv.ParseUint: parsing \"" + text + "\": "
                            + (text.matches("[0-9]+") ? "value out of range" : "invalid syntax"));
        }
        return Integer.parseInt(text);
    }

    private static EngineException.InvalidArgument refused(String value, String key, String reason) {
        return new EngineException.InvalidArgument("error while looking up for " + key + " " + value + ": " + reason);
    }

    private boolean fits(String port) {
        int slash = port.indexOf('/');
        String number = slash < 0 ? port : port.substring(0, slash);
        return number.matches("[0-9]{1,5}")
                && Integer.parseInt(number) >= first
                && Integer.parseInt(number) <= last
                && (slash < 0 ? "tcp" : port.substring(slash + 1)).equals(protocol);
    }
}
