package sampan.oci.registry;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The proxies that an environment names: {@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code NO_PROXY}, in capitals or not. */
final class Proxies extends ProxySelector {
    private static final int USUAL_PORT = 80;
    private static final List<Proxy> DIRECT = List.of(Proxy.NO_PROXY);

    private final Map<String, String> variables;

    /** @param variables by their names in capitals */
    Proxies(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    /** Those that matter here. */
    static Map<String, String> variables(Map<String, String> environment) {
        Map<String, String> variables = new HashMap<>();
        for (String name : List.of("HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY")) {
            String value = environment.getOrDefault(name, "");
            value = value.isEmpty() ? environment.getOrDefault(name.toLowerCase(Locale.ROOT), "") : value;
            if (!value.isEmpty()) {
                variables.put(name, value);
            }
        }
        return Map.copyOf(variables);
    }

    private String variable(String name) {
        return variables.getOrDefault(name, "");
    }

    @Override
    public List<Proxy> select(@Nullable URI uri) {
        if (uri == null || uri.getHost() == null || direct(uri)) {
            return DIRECT;
        }
        String proxy = variable("https".equals(uri.getScheme()) ? "HTTPS_PROXY" : "HTTP_PROXY");
        return proxy.isEmpty() ? DIRECT : List.of(new Proxy(Proxy.Type.HTTP, address(proxy)));
    }

    private static InetSocketAddress address(String proxy) {
        URI uri = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
        String host = uri.getHost() == null ? "" : uri.getHost();
        return InetSocketAddress.createUnresolved(host, uri.getPort() < 0 ? USUAL_PORT : uri.getPort());
    }

    private boolean direct(URI uri) {
        String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
        if (Location.isLoopback(host)) {
            return true;
        }
        for (String item : variable("NO_PROXY").toLowerCase(Locale.ROOT).split("[\\s,]+", -1)) {
            String name = item.startsWith(".") ? item.substring(1) : item;
            boolean ported = name.equals(host + ":" + uri.getPort());
            if (name.equals("*") || (!name.isEmpty() && (ported || host.equals(name) || host.endsWith("." + name)))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void connectFailed(@Nullable URI uri, @Nullable SocketAddress address, @Nullable IOException failure) {
        // The request fails, and says so.
    }
}
