package sampan.oci.registry;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import sampan.oci.image.ImageReference;

/** Finds repositories by the names of images. */
public final class RegistryClient implements AutoCloseable {
    private static final Duration SILENCE = Duration.ofSeconds(60);
    private static final List<Path> FOLDERS =
            List.of(Path.of("/etc/sampan/certs.d"), Path.of("/etc/docker/certs.d"), Path.of("/etc/containers/certs.d"));

    private final Registries registries;
    private final Connections.Hold connections;
    private final Wire wire;
    private final Bounds bounds;

    /**
     * What a client goes by.
     *
     * @param certificates folders with a folder for each registry
     * @param environment with variables that name proxies
     * @param agent what it calls itself
     * @param silence the longest in the middle of an answer
     * @param bounds how much at a time, and how often
     */
    public record Settings(
            Registries registries,
            List<Path> certificates,
            Map<String, String> environment,
            String agent,
            Duration silence,
            Bounds bounds) {
        public Settings {
            certificates = List.copyOf(certificates);
            environment = Map.copyOf(environment);
        }

        /** Of this host. */
        public static Settings usual(Registries registries, Map<String, String> environment, Bounds bounds) {
            return new Settings(registries, FOLDERS, environment, "sampan/0.1.0 (linux)", SILENCE, bounds);
        }
    }

    /**
     * What is asked of a registry.
     *
     * @param downloads layers at a time from one host, at least 1
     * @param uploads layers of one image at a time, at least 1
     * @param attempts at what broke, with nothing of it come meanwhile, at least 1
     */
    public record Bounds(int downloads, int uploads, int attempts) {}

    /** @param connections to use, and to leave open */
    public RegistryClient(Settings settings, Connections connections) {
        registries = settings.registries();
        bounds = settings.bounds();
        this.connections = connections.hold(settings);
        wire = this.connections.wire();
    }

    public Bounds bounds() {
        return bounds;
    }

    /** Where an image may be had: mirrors first, the registry itself last. */
    public List<Repository> toPull(ImageReference name, Credentials.Source user) throws RegistryException {
        return registries.toPull(name).stream()
                .map(location -> repository(location, user, "pull"))
                .toList();
    }

    public Repository toPush(ImageReference name, Credentials.Source user) throws RegistryException {
        return repository(registries.toPush(name), user, "pull,push");
    }

    private Repository repository(Location location, Credentials.Source user, String actions) {
        Authorization authorization = new Authorization(wire, location, user, registries.realms(location.host()));
        return new Repository(
                wire, location, authorization, "repository:" + location.repository() + ":" + actions, bounds);
    }

    /**
     * Asks a registry what it has of a name that contains a word.
     *
     * @param host {@code docker.io} or {@code host[:port]}
     * @throws RegistryException also when it can neither be searched nor lists what it has
     */
    public List<Found> search(String host, String term, int limit, Credentials.Source user) throws IOException {
        String answering = Search.host(host);
        Location location = new Location(answering, "", registries.isInsecure(host), false);
        Authorization authorization = new Authorization(wire, location, _ -> user.of(host), registries.realms(host));
        return new Search(new Repository(wire, location, authorization, "registry:catalog:*", bounds), host)
                .find(term, limit);
    }

    /**
     * Asks a registry whether it knows somebody.
     *
     * @param host {@code docker.io} or {@code host[:port]}
     * @throws RegistryException DENIED when it does not
     */
    public void login(String host, Credentials who) throws IOException {
        Location location = new Location(host, "", registries.isInsecure(host), false);
        Authorization authorization = new Authorization(wire, location, _ -> who, registries.realms(host));
        Repository root = new Repository(wire, location, authorization, "", bounds);
        int status = root.ping();
        if (status != 200) {
            throw new RegistryException(
                    RegistryException.Kind.DENIED,
                    "login attempt to " + root.base().resolve("/v2/") + " failed with status: " + status
                            + (status == 401 ? " Unauthorized" : ""));
        }
    }

    @Override
    public void close() {
        connections.close();
    }
}
