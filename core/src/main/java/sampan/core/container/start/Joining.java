package sampan.core.container.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import sampan.core.config.HostConfig;
import sampan.core.config.HostConfigBuilder;
import sampan.core.config.NamespaceConfig;
import sampan.core.container.network.Links;
import sampan.core.container.state.ContainerRecord;
import sampan.core.container.state.Peers;
import sampan.core.error.EngineException;
import sampan.core.network.Networks;
import sampan.core.plan.Modes;
import sampan.core.plan.SysctlSection;

/** What a container shares with another one: {@code container:NAME} behind --network, --ipc and --pid. */
public final class Joining {
    private static final String PLACE = "/dev/shm";

    private final Parts.Places places;
    private final Peers peers;

    Joining(Parts.Places places, Peers peers) {
        this.places = places;
        this.peers = peers;
    }

    /** What it is linked to on the usual network; each must run there. */
    List<Links.Linked> links(ContainerRecord record, Networks networks) {
        return Links.legacy(record, peers, networks);
    }

    /** The container whose network it is in: itself, most often. */
    String networkOwner(String id, NamespaceConfig modes) {
        return Modes.container(modes.networkMode())
                .map(reference -> running(reference, peer -> "cannot join network of a non running container: " + peer)
                        .id())
                .orElse(id);
    }

    /** The files of namespaces by their kind. Who shares the host's through another container sets none of its sysctls either. */
    Map<String, String> namespaces(HostConfig host) throws IOException {
        Map<String, String> joined = namespaces(host.namespaces());
        HostConfigBuilder effective = host.toBuilder();
        if (isHosts(joined, "network", "net")) {
            effective.networkMode(Modes.HOST);
        }
        if (isHosts(joined, "ipc", "ipc")) {
            effective.ipcMode(Modes.HOST);
        }
        SysctlSection.check(effective.build());
        return joined;
    }

    private static boolean isHosts(Map<String, String> joined, String type, String file) throws IOException {
        String path = joined.get(type);
        return path != null
                && Files.readSymbolicLink(Path.of(path))
                        .equals(Files.readSymbolicLink(Path.of("/proc/self/ns/" + file)));
    }

    private Map<String, String> namespaces(NamespaceConfig modes) {
        Map<String, String> joined = new HashMap<>();
        Modes.container(modes.networkMode())
                .map(reference -> running(reference, peer -> "cannot join network of a non running container: " + peer))
                .ifPresent(peer -> joined.put("network", file(peer, "net")));
        Modes.container(modes.pidMode())
                .map(reference -> running(reference, peer -> "container " + peer + " is not running"))
                .ifPresent(peer -> joined.put("pid", file(peer, "pid")));
        Modes.container(modes.ipcMode()).map(this::donor).ifPresent(peer -> joined.put("ipc", file(peer, "ipc")));
        return joined;
    }

    /** The host's folder that becomes its /dev/shm, by that name; empty when it has its own or none. */
    Map<String, String> sharedMemory(String id, NamespaceConfig modes) throws IOException {
        Optional<String> folder = folder(id, modes.ipcMode());
        return folder.map(path -> Map.of(PLACE, path)).orElse(Map.of());
    }

    private Optional<String> folder(String id, String mode) throws IOException {
        Optional<String> other = Modes.container(mode);
        if (other.isPresent()) {
            Peers.Peer donor = donor(other.get());
            return folder(donor.id(), donor.ipcMode());
        }
        return switch (mode) {
            case Modes.HOST -> Optional.of(PLACE);
            case Modes.SHAREABLE ->
                SharedMemory.isThere(places.runs(), id)
                        ? Optional.of(places.runPath()
                                .resolve(id)
                                .resolve(SharedMemory.FOLDER)
                                .toString())
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private Peers.Peer donor(String reference) {
        Peers.Peer peer =
                running(reference, id -> "can't join IPC of container " + id + ": container " + id + " is not running");
        if (Set.of(Modes.PRIVATE, Modes.NONE, "").contains(peer.ipcMode())) {
            throw new EngineException.InvalidArgument("can't join IPC of container " + peer.id()
                    + ": non-shareable IPC (hint: use IpcMode:shareable for the donor container)");
        }
        return peer;
    }

    private Peers.Peer running(String reference, Function<String, String> sentence) {
        Peers.Peer peer = peers.find(reference);
        if (peer.pid().isEmpty()) {
            throw new EngineException.Conflict(sentence.apply(peer.id()));
        }
        return peer;
    }

    private static String file(Peers.Peer peer, String kind) {
        return "/proc/" + peer.pid().orElseThrow() + "/ns/" + kind;
    }
}
