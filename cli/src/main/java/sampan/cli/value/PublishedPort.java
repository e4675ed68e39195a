package sampan.cli.value;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sampan.cli.flag.InvalidValue;
import sampan.core.config.PortBinding;
import sampan.core.network.address.SubnetText;

/** {@code -p}: {@code 80}, {@code 8080:80}, {@code 127.0.0.1:8080:80/udp}, {@code [::1]::80}, {@code 8000-8009:80}, {@code 8000-8002:80-82}. */
public final class PublishedPort {
    private static final int LARGEST = 65535;

    private PublishedPort() {}

    /** Bindings by {@code 80/tcp}, in the order given. */
    public static Map<String, List<PortBinding>> all(List<String> given) throws InvalidValue {
        Map<String, List<PortBinding>> all = new LinkedHashMap<>();
        for (String text : given) {
            add(all, text);
        }
        return all;
    }

    private record Range(int first, int last) {
        int count() {
            return last - first + 1;
        }

        String at(int place) {
            return String.valueOf(first + place);
        }
    }

    /** The three places between colons, of which an address may have more; the first and second may be empty. */
    private record Places(String address, String host, String container) {
        static Places of(String text) {
            int last = text.lastIndexOf(':');
            String before = last < 0 ? "" : text.substring(0, last);
            int middle = before.lastIndexOf(':');
            return new Places(
                    middle < 0 ? "" : before.substring(0, middle),
                    before.substring(middle + 1),
                    text.substring(last + 1));
        }
    }

    private static void add(Map<String, List<PortBinding>> all, String text) throws InvalidValue {
        int slash = text.lastIndexOf('/');
        String protocol = protocol(slash < 0 ? "tcp" : text.substring(slash + 1));
        Places places = Places.of(slash < 0 ? text : text.substring(0, slash));
        String address = address(places.address());
        if (places.container().isEmpty()) {
            throw new InvalidValue("no port specified: " + text + "<empty>");
        }
        Range container = range(places.container(), "invalid containerPort: " + places.container());
        if (places.host().isEmpty()) {
            bind(all, container, protocol, address, null);
            return;
        }
        Range outer = range(places.host(), "invalid hostPort: " + places.host());
        if (container.count() == 1 && outer.count() > 1) {
            key(all, container.at(0), protocol).add(new PortBinding(address, places.host())); // any of them
            return;
        }
        if (container.count() != outer.count()) {
            throw new InvalidValue("invalid ranges specified for container and host Ports: " + places.container()
                    + " and " + places.host());
        }
        bind(all, container, protocol, address, outer);
    }

    private static void bind(
            Map<String, List<PortBinding>> all,
            Range container,
            String protocol,
            String address,
            @Nullable Range outer) {
        for (int i = 0; i < container.count(); i++) {
            key(all, container.at(i), protocol).add(new PortBinding(address, outer == null ? "" : outer.at(i)));
        }
    }

    private static List<PortBinding> key(Map<String, List<PortBinding>> all, String port, String protocol) {
        return all.computeIfAbsent(port + "/" + protocol, _ -> new ArrayList<>());
    }

    private static String protocol(String text) throws InvalidValue {
        String lower = text.toLowerCase(Locale.ROOT);
        return switch (lower) {
            case "" -> "tcp";
            case "tcp", "udp", "sctp" -> lower;
            default -> throw new InvalidValue("invalid proto: " + text);
        };
    }

    private static String address(String text) throws InvalidValue {
        if (text.startsWith("[") && !text.endsWith("]")) {
            throw new InvalidValue("invalid IP address " + text + ": address " + text + ":: missing ']' in address");
        }
        String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        if (!bare.isEmpty() && !SubnetText.isAddress(bare)) {
            throw new InvalidValue("invalid IP address: " + bare);
        }
        return bare;
    }

    private static Range range(String text, String message) throws InvalidValue {
        if (!text.matches("[0-9]{1,5}(-[0-9]{1,5})?")) {
            throw new InvalidValue(message);
        }
        int dash = text.indexOf('-');
        int first = Integer.parseInt(dash < 0 ? text : text.substring(0, dash));
        int last = dash < 0 ? first : Integer.parseInt(text.substring(dash + 1));
        if (first > LARGEST || last > LARGEST || first > last) {
            throw new InvalidValue(message);
        }
        return new Range(first, last);
    }
}
