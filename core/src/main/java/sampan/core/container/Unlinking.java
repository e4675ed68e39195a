package sampan.core.container;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import sampan.core.config.HostConfig;
import sampan.core.container.network.Links;
import sampan.core.container.network.NameFiles;
import sampan.core.container.network.NetworkFiles;
import sampan.core.container.start.Parts;
import sampan.core.container.state.ContainerFolder;
import sampan.core.container.state.ContainerRecord;
import sampan.core.container.state.Peers;
import sampan.core.error.EngineException;
import sampan.core.network.endpoint.Endpoint;
import sampan.kernel.Fd;

/** {@code rm --link}: a container forgets another one. Its processes keep the variables that they began with. */
final class Unlinking {
    private final Parts parts;
    private final Life life;
    private final Peers peers;

    Unlinking(Parts parts, Life life, Peers peers) {
        this.parts = parts;
        this.life = life;
        this.peers = peers;
    }

    /**
     * @param name the container's, and the alias it has for the other one: {@code web/db}
     * @param find containers, by what they are called
     */
    static void remove(Parts parts, Peers peers, String name, Function<String, Life> find) {
        String path = name.startsWith("/") ? name.substring(1) : name;
        int slash = path.indexOf('/');
        if (slash < 0) {
            Life _ = find.apply(path); // who is not there is said first
            throw new EngineException.Conflict("Conflict, cannot remove the default link name of the container");
        }
        EngineException unknown = new EngineException.NotFound("No such container: " + name);
        Life parent;
        try {
            parent = find.apply(path.substring(0, slash));
        } catch (EngineException.NotFound _) {
            throw unknown;
        }
        String link = Links.find(parent.record(), path.substring(slash + 1)).orElseThrow(() -> unknown);
        new Unlinking(parts, parent, peers).remove(link);
    }

    /** @param link one of the container's own, as it was asked for */
    private void remove(String link) {
        life.exclusively(record -> {
            if (life.isRunning()) {
                forget(with(record.now(), List.of(link)));
            }
            List<String> kept = record.now().hostConfig().networking().links().stream()
                    .filter(other -> !other.equals(link))
                    .toList();
            record.save(with(record.now(), kept));
        });
    }

    private static ContainerRecord with(ContainerRecord record, List<String> links) {
        HostConfig host = record.hostConfig().toBuilder().links(links).build();
        return record.limited(host);
    }

    /** The line in its hosts file; who does not run any more has no address that a line could be known by. */
    private void forget(ContainerRecord linked) throws IOException {
        List<Links.Linked> links;
        try {
            links = Links.legacy(linked, peers, parts.networks());
        } catch (EngineException.InvalidArgument _) {
            return;
        }
        NetworkFiles.Sight sight = parts.containerNetworks().sight(linked.id());
        List<Endpoint> endpoints = parts.containerNetworks().attachment(linked).endpoints();
        var networking = linked.hostConfig().networking();
        NameFiles before = NameFiles.of(linked.config(), Links.inHosts(networking, links), sight, endpoints);
        NameFiles after = NameFiles.of(linked.config(), networking, sight, endpoints);
        try (Fd folder = ContainerFolder.open(parts.places().containers(), linked.id())) {
            after.update(folder, before);
        }
    }
}
