package sampan.api.authorization;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import sampan.core.config.ConfigJson;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Where a plugin listens, found where Docker's plugins are: a socket with its name, or a file with its name that says where. */
record PluginAddress(SocketAddress socket, String host) {
    private static final List<Path> SOCKETS = List.of(Path.of("/run/docker/plugins"));
    private static final List<Path> SPECIFICATIONS =
            List.of(Path.of("/etc/docker/plugins"), Path.of("/usr/lib/docker/plugins"));

    /** A name becomes part of a path. */
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.:-]*");

    static PluginAddress of(String name) throws IOException {
        if (!NAME.matcher(name).matches()) {
            throw new IOException("plugin \"" + name + "\" not found: not a plugin's name");
        }
        for (Path folder : SOCKETS) {
            for (Path file :
                    List.of(folder.resolve(name + ".sock"), folder.resolve(name).resolve(name + ".sock"))) {
                if (Files.exists(file)) {
                    return new PluginAddress(UnixDomainSocketAddress.of(file), "plugin");
                }
            }
        }
        for (Path folder : SPECIFICATIONS) {
            Optional<PluginAddress> found = specified(folder, name);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new IOException("plugin \"" + name + "\" not found");
    }

    private static Optional<PluginAddress> specified(Path folder, String name) throws IOException {
        for (Path parent : List.of(folder, folder.resolve(name))) {
            Path text = parent.resolve(name + ".spec");
            if (Files.exists(text)) {
                return Optional.of(at(Files.readString(text).strip(), name));
            }
            Path json = parent.resolve(name + ".json");
            if (Files.exists(json)) {
                return Optional.of(described(json, name));
            }
        }
        return Optional.empty();
    }

    private static PluginAddress described(Path file, String name) throws IOException {
        try {
            JsonNode said = ConfigJson.MAPPER.readTree(Files.readAllBytes(file));
            if (said.path("TLSConfig").isObject() && !said.path("TLSConfig").isEmpty()) {
                throw new IOException("plugin \"" + name + "\": TLS to plugins is not supported: " + file);
            }
            return at(said.path("Addr").asString(""), name);
        } catch (JacksonException malformed) {
            throw new IOException("plugin \"" + name + "\": " + file + " is not JSON", malformed);
        }
    }

    private static PluginAddress at(String address, String name) throws IOException {
        try {
            URI uri = URI.create(address);
            String scheme = String.valueOf(uri.getScheme());
            if (scheme.equals("unix") && uri.getPath() != null) {
                return new PluginAddress(UnixDomainSocketAddress.of(uri.getPath()), "plugin");
            }
            if ((scheme.equals("tcp") || scheme.equals("http")) && uri.getHost() != null && uri.getPort() > 0) {
                return new PluginAddress(new InetSocketAddress(uri.getHost(), uri.getPort()), uri.getAuthority());
            }
        } catch (IllegalArgumentException malformed) {
            throw new IOException("plugin \"" + name + "\": not an address: " + address, malformed);
        }
        throw new IOException("plugin \"" + name + "\": not an address: " + address);
    }

    /** What it answers; an IOException when that is no success. */
    byte[] post(String method, byte[] body) throws IOException {
        byte[] head = ("POST /" + method + " HTTP/1.0\r\nHost: " + host
                        + "\r\nAccept: application/vnd.docker.plugins.v1.2+json"
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        return PluginCall.exchange(socket, head, body, method);
    }
}
