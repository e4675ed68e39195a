package sampan.core.network.cni;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import sampan.core.config.ConfigJson;
import sampan.core.error.EngineException;
import sampan.core.network.definition.Network;
import sampan.core.network.endpoint.Endpoint;
import sampan.core.network.link.PreparedNamespace;
import sampan.core.network.port.BoundPort;
import sampan.kernel.Fd;
import sampan.kernel.file.Directory;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.ProcFd;
import sampan.oci.store.WholeFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What plugins have made for containers. A namespace is held until the plugins have taken away what they made: some find it by what is in there. */
public final class PluginNetworks implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(PluginNetworks.class.getName());
    private static final String SUFFIX = ".cni";
    private static final int LARGEST = 1 << 22;

    private final Fd folder;
    private final Map<String, Fd> namespaces = new ConcurrentHashMap<>();

    /** @param folder where it is kept what they have made; stays the caller's */
    public PluginNetworks(Fd folder) {
        this.folder = folder;
    }

    /** Before a network is made: every plugin is there. */
    public static void check(Network network) {
        for (ObjectNode plugin : PluginList.of(network).plugins()) {
            String type = plugin.path("type").asString("");
            if (!PluginCall.isThere(type)) {
                throw PluginCall.missing(type);
            }
        }
    }

    /**
     * Has a container joined to a network; when one plugin fails, what all of them made is taken away.
     *
     * @param wanted its link's name, and no addresses yet
     * @param ports that are to lead to it
     * @return with the addresses that the plugins gave
     */
    public Endpoint add(
            String container, Network network, Endpoint wanted, PreparedNamespace namespace, List<BoundPort> ports)
            throws IOException {
        Plugged now =
                new Plugged(container, wanted.link(), PluginList.of(network).text(), ports, null);
        String key = key(container, wanted.link());
        if (WholeFile.read(folder, key, LARGEST).isPresent()) {
            remove(container, wanted.link()); // an engine was killed between its start and its end
        }
        namespaces.put(key, namespace.duplicate());
        write(now);
        try {
            PluginCall call = new PluginCall("ADD", container, place(key), wanted.link());
            for (ObjectNode plugin : now.list().plugins()) {
                now = now.with(call.run(now.configuration(plugin)));
                write(now);
            }
            return endpoint(wanted, now);
        } catch (IOException | EngineException e) {
            remove(container, wanted.link());
            throw new EngineException.StartFailure(125, "network " + network.name() + ": " + e.getMessage());
        }
    }

    private static Endpoint endpoint(Endpoint wanted, Plugged made) {
        Endpoint.Place v4 = Endpoint.Place.NOWHERE;
        Endpoint.Place v6 = Endpoint.Place.NOWHERE;
        for (JsonNode ip : made.addresses()) {
            Endpoint.Place place = place(ip);
            if (place.address().indexOf(':') >= 0) {
                v6 = v6.isSomewhere() ? v6 : place;
            } else {
                v4 = v4.isSomewhere() ? v4 : place;
            }
        }
        String mac = made.hardwareAddress();
        return wanted.at(mac.isEmpty() ? wanted.macAddress() : mac, v4, v6);
    }

    private static Endpoint.Place place(JsonNode ip) {
        String[] parts = ip.path("address").asString("").split("/", 2);
        int length = parts.length > 1 && parts[1].matches("[0-9]{1,3}") ? Integer.parseInt(parts[1]) : 0;
        return new Endpoint.Place(parts[0], length, ip.path("gateway").asString(""));
    }

    /** Has taken away what was made for a container's link; nothing is left to do when nothing was. */
    public void remove(String container, String link) {
        String key = key(container, link);
        try {
            Optional<Plugged> made = read(key);
            if (made.isPresent()) {
                remove(made.get());
            }
            WholeFile.remove(folder, key);
        } catch (IOException | EngineException e) {
            LOG.log(Level.WARNING, "plugins leave something of container " + container, e);
        } finally {
            Optional.ofNullable(namespaces.remove(key)).ifPresent(Fd::close);
        }
    }

    /** In the other order, all of them even if one fails. */
    private void remove(Plugged made) throws IOException {
        List<ObjectNode> plugins = new ArrayList<>(made.list().plugins());
        Collections.reverse(plugins);
        PluginCall call = new PluginCall("DEL", made.container(), place(key(made)), made.link());
        IOException failed = null;
        for (ObjectNode plugin : plugins) {
            try {
                call.run(made.configuration(plugin));
            } catch (IOException e) {
                failed = e;
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    /**
     * After an engine has begun: what containers have that run is looked at, what others had is taken away.
     *
     * @param pids of the first processes of containers that run
     */
    public void settle(Map<String, Integer> pids) throws IOException {
        for (Directory.Entry entry : Directory.list(folder)) {
            Optional<Plugged> made = entry.text().endsWith(SUFFIX) ? read(entry.text()) : Optional.empty();
            if (made.isPresent()) {
                settle(made.get(), pids.get(made.get().container()));
            }
        }
    }

    private void settle(Plugged made, @Nullable Integer pid) throws IOException {
        if (pid == null) {
            remove(made.container(), made.link());
            return;
        }
        namespaces.put(key(made), Open.open(Path.of("/proc/" + pid + "/ns/net"), OpenFlags.O_RDONLY));
        PluginList list = made.list();
        String place = place(key(made));
        PluginCall call = new PluginCall("CHECK", made.container(), place, made.link());
        Plugged seen = made.seenAt(place);
        try {
            for (ObjectNode plugin : list.checks() ? list.plugins() : List.<ObjectNode>of()) {
                call.run(seen.configuration(plugin));
            }
        } catch (IOException | EngineException e) {
            LOG.log(Level.WARNING, "network " + list.name() + " of container " + made.container(), e);
        }
    }

    /** As another process reaches it, for as long as it is held; empty: it is not. */
    private String place(String key) {
        Fd held = namespaces.get(key);
        return held == null ? "" : ProcFd.pathForOthers(held);
    }

    private static String key(String container, String link) {
        return container + "-" + link + SUFFIX;
    }

    private static String key(Plugged made) {
        return key(made.container(), made.link());
    }

    private void write(Plugged made) throws IOException {
        WholeFile.replace(folder, key(made), ConfigJson.MAPPER.writeValueAsBytes(made));
    }

    private Optional<Plugged> read(String key) throws IOException {
        try {
            return WholeFile.read(folder, key, LARGEST).map(json -> ConfigJson.MAPPER.readValue(json, Plugged.class));
        } catch (JacksonException e) {
            throw new IOException("cannot read " + key, e);
        }
    }

    @Override
    public void close() {
        namespaces.values().forEach(Fd::close);
        namespaces.clear();
    }
}
