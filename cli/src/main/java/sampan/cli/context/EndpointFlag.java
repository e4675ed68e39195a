package sampan.cli.context;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.core.error.Quoted;

/**
 * {@code --docker host=ssh://user@host,ca=...}.
 *
 * @param values by key
 */
record EndpointFlag(Map<String, String> values) {
    static final Flag<EndpointFlag> DOCKER = Flag.of(
                    "docker",
                    "stringToString",
                    "Set the engine's address (host=unix:///path, host=ssh://user@host)",
                    EndpointFlag::parse)
            .initially("[]");

    private static final Set<String> KEYS = Set.of("from", "host", "ca", "cert", "key", "skip-tls-verify");
    private static final Set<String> FILES = Set.of("ca", "cert", "key");
    private static final Set<String> SCHEMES = Set.of("unix", "ssh", "tcp", "http", "https", "fd", "npipe");

    static EndpointFlag parse(String text) throws InvalidValue {
        Map<String, String> values = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                throw new InvalidValue(part + " must be formatted as key=value");
            }
            values.put(part.substring(0, equals), part.substring(equals + 1));
        }
        return new EndpointFlag(values);
    }

    /** Keys and address are ones that there are. */
    void check() throws InvalidValue {
        for (String key : values.keySet()) {
            if (!KEYS.contains(key)) {
                throw new InvalidValue("unable to create docker endpoint config: unrecognized config key: " + key);
            }
        }
        String host = values.getOrDefault("host", "");
        int colon = host.indexOf("://");
        if (!host.isEmpty() && (colon < 0 || !SCHEMES.contains(host.substring(0, colon)))) {
            throw new InvalidValue(
                    "unable to create docker endpoint config: unable to parse docker host " + Quoted.of(host));
        }
    }

    Endpoint endpoint() throws InvalidValue {
        String skip = values.getOrDefault("skip-tls-verify", "false");
        if (!Set.of("true", "false", "1", "0").contains(skip)) {
            throw new InvalidValue(
                    "unable to create docker endpoint config: skip-tls-verify: invalid value " + Quoted.of(skip));
        }
        return new Endpoint(values.getOrDefault("host", ""), skip.equals("true") || skip.equals("1"));
    }

    /** The files that TLS needs, by the names they have in a context. */
    Map<String, byte[]> material() throws IOException {
        Map<String, byte[]> material = new LinkedHashMap<>();
        for (Map.Entry<String, String> entry : values.entrySet()) {
            if (FILES.contains(entry.getKey())) {
                material.put(entry.getKey() + ".pem", Files.readAllBytes(Path.of(entry.getValue())));
            }
        }
        return material;
    }
}
