package sampan.core.image.transfer;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import sampan.core.config.RegistrySettings;
import sampan.core.error.EngineException;
import sampan.oci.registry.Connections;
import sampan.oci.registry.Registries;
import sampan.oci.registry.RegistriesConf;
import sampan.oci.registry.RegistryClient;

/** How an engine goes to registries: by this host's files and by what it was told, over connections that serve more than one command. */
public final class RegistryRules implements AutoCloseable {
    private final Connections connections = new Connections();
    private final RegistriesConf file = new RegistriesConf();

    public RegistryRules() {}

    /**
     * @param environment with variables that name proxies
     * @return for the caller to close
     */
    public RegistryClient client(RegistrySettings settings, Map<String, String> environment) {
        try {
            List<Registries.Mirror> mirrors =
                    settings.mirrors().stream().map(RegistryRules::mirror).toList();
            Registries registries = file.read(System.getenv()).and(mirrors, settings.insecure());
            return new RegistryClient(
                    RegistryClient.Settings.usual(
                            registries,
                            environment,
                            new RegistryClient.Bounds(settings.downloads(), settings.uploads(), settings.attempts())),
                    connections);
        } catch (IOException unreadable) {
            throw new EngineException.SystemError(String.valueOf(unreadable.getMessage()), null);
        }
    }

    @Override
    public void close() {
        connections.close();
    }

    /** Of http, or of a registry that is insecure for all. */
    private static Registries.Mirror mirror(String address) {
        URI uri = URI.create(address);
        String place = uri.getRawAuthority() + uri.getRawPath().replaceAll("/+$", "");
        return new Registries.Mirror(place, "http".equals(uri.getScheme()), "all");
    }
}
