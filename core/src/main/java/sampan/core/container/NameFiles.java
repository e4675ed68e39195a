package sampan.core.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sampan.core.config.ContainerConfig;
import sampan.core.config.NetworkingConfig;
import sampan.core.network.Endpoint;
import sampan.kernel.Fd;

/** The files that tell a container its own name and those of others. */
record NameFiles(String hosts, String hostname, String resolvConf) {
    private static final Path HOSTS = Path.of("/etc/hosts");
    private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");

    /** @param inHostNetwork whether the host's own names are true for it */
    static NameFiles of(
            ContainerConfig config, NetworkingConfig networking, boolean inHostNetwork, List<Endpoint> endpoints)
            throws IOException {
        return new NameFiles(
                NetworkFiles.hosts(inHostNetwork ? text(HOSTS) : "", config, networking, endpoints),
                config.hostname() + "\n",
                NetworkFiles.resolvConf(text(RESOLV_CONF), networking, !inHostNetwork));
    }

    void write(Fd folder) throws IOException {
        ContainerFolder.write(folder, "hosts", hosts.getBytes(StandardCharsets.UTF_8));
        ContainerFolder.write(folder, "hostname", hostname.getBytes(StandardCharsets.UTF_8));
        ContainerFolder.write(folder, "resolv.conf", resolvConf.getBytes(StandardCharsets.UTF_8));
    }

    /** Where they are on the host, by their places in the container. */
    static Map<String, String> paths(Path folder) {
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
