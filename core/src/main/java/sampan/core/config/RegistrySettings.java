package sampan.core.config;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How images come and go.
 *
 * @param mirrors of Docker Hub: addresses
 * @param insecure registries, or blocks of their addresses, whose certificates nobody need vouch for
 * @param downloads layers of one pull at a time
 * @param uploads layers of one push at a time
 * @param attempts at a download that breaks
 * @param proxies by the names of environment variables; what they do not name is in the engine's environment
 */
public record RegistrySettings(
        List<String> mirrors,
        List<String> insecure,
        int downloads,
        int uploads,
        int attempts,
        Map<String, String> proxies) {
    public static final String HTTP_PROXY = "HTTP_PROXY";
    public static final String HTTPS_PROXY = "HTTPS_PROXY";
    public static final String NO_PROXY = "NO_PROXY";

    private static final int PARALLEL = 6;
    private static final int ATTEMPTS = 5;

    /** As many layers as a fast network and four processors can make use of. */
    public static final RegistrySettings USUAL =
            new RegistrySettings(List.of(), List.of(), PARALLEL, PARALLEL, ATTEMPTS, Map.of());

    public RegistrySettings {
        mirrors = List.copyOf(mirrors);
        insecure = List.copyOf(insecure);
        proxies = Map.copyOf(proxies);
    }

    /** The environment of requests that come by the API. */
    public Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putAll(proxies);
        return environment;
    }

    /** As {@code info} shows it: without a password. Empty: there is none. */
    public String proxy(String variable) {
        Map<String, String> environment = environment();
        String value = environment.getOrDefault(variable, "");
        String found = value.isEmpty() ? environment.getOrDefault(variable.toLowerCase(Locale.ROOT), "") : value;
        return found.replaceFirst("^([a-zA-Z]+://)?[^@/]*@", "$1xxxxx:xxxxx@");
    }
}
