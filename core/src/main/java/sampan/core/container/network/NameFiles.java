package sampan.core.container.network;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sampan.core.config.ContainerConfig;
import sampan.core.config.NetworkingConfig;
import sampan.core.container.state.ContainerFolder;
import sampan.core.network.endpoint.Endpoint;
import sampan.core.network.resolver.HostServers;
import sampan.kernel.Fd;

/** The files that tell a container its own name and those of others. */
public record NameFiles(String hosts, String hostname, String resolvConf) {
    private static final Path HOSTS = Path.of("/etc/hosts");
    private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");
    /** What systemd-resolved asks itself, where the host only names its stub on 127.0.0.53. */
    private static final Path BEHIND_STUB = Path.of("/run/systemd/resolve/resolv.conf");

    /** @param sight whose name servers it has; with the host's, the host's own names are true for it */
    public static NameFiles of(
            ContainerConfig config, NetworkingConfig networking, NetworkFiles.Sight sight, List<Endpoint> endpoints)
            throws IOException {
        boolean inHostNetwork = sight == NetworkFiles.Sight.HOST;
        String host = text(RESOLV_CONF);
        boolean stub = sight == NetworkFiles.Sight.OUTSIDE
                && HostServers.addresses(host).stream().noneMatch(HostServers::isOutside);
        return new NameFiles(
                NetworkFiles.hosts(inHostNetwork ? text(HOSTS) : "", config, networking, endpoints),
                config.hostname() + "\n",
                NetworkFiles.resolvConf(stub ? text(BEHIND_STUB) : host, networking, sight));
    }

    /**
     * Into the files of a running container, which may have changed them itself.
     *
     * @param before what the engine had written
     */
    public void update(Fd folder, NameFiles before) throws IOException {
        String current = ContainerFolder.text(folder, "hosts");
        new NameFiles(
                        NameFileChange.lines(current, before.hosts, hosts),
                        hostname,
                        NameFileChange.whole(
                                ContainerFolder.text(folder, "resolv.conf"), before.resolvConf, resolvConf))
                .write(folder);
    }

    public void write(Fd folder) throws IOException {
        ContainerFolder.write(folder, "hosts", hosts.getBytes(StandardCharsets.UTF_8));
        ContainerFolder.write(folder, "hostname", hostname.getBytes(StandardCharsets.UTF_8));
        ContainerFolder.write(folder, "resolv.conf", resolvConf.getBytes(StandardCharsets.UTF_8));
    }

    /** Where they are on the host, by their places in the container. */
    public static Map<String, String> paths(Path folder) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("/etc/resolv.conf", folder.resolve("resolv.conf").toString());
        files.put("/etc/hostname", folder.resolve("hostname").toString());
        files.put("/etc/hosts", folder.resolve("hosts").toString());
        return files;
    }

    private static String text(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
    }
}
