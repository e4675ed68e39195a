package sampan.core.network;

import java.io.IOException;
import java.util.List;
import sampan.core.network.bridge.Bridges;
import sampan.core.network.definition.Network;
import sampan.core.network.firewall.Firewall;
import sampan.core.network.link.NamespacePool;
import sampan.core.network.link.PreparedNamespace;
import sampan.kernel.netlink.Addresses;
import sampan.kernel.netlink.Link;
import sampan.kernel.netlink.Routes;

/** What the kernel has of networks now, for those who want to look. Changes nothing. */
public final class KernelView {
    private final Bridges bridges;
    private final Firewall firewall;
    private final NamespacePool namespaces;

    KernelView(Bridges bridges, Firewall firewall, NamespacePool namespaces) {
        this.bridges = bridges;
        this.firewall = firewall;
        this.namespaces = namespaces;
    }

    public List<Link> links() throws IOException {
        return bridges.links().list();
    }

    public List<Addresses.Assigned> addresses() throws IOException {
        return bridges.links().addresses();
    }

    public List<Routes.Route> routes() throws IOException {
        return bridges.links().routes();
    }

    /** The network of a running process, for the caller to close. */
    public PreparedNamespace inside(int pid) throws IOException {
        return namespaces.join(pid, false);
    }

    /** The engine's table as nft prints it; empty: it is not there. */
    public String rules() throws IOException {
        return firewall.listing();
    }

    /** All chains of all tables, as nft prints them. */
    public String allChains() throws IOException {
        return firewall.allChains();
    }

    /** Name of the engine's table. */
    public String table() {
        return firewall.table();
    }

    Firewall firewall() {
        return firewall;
    }

    /** Of a network's bridge. */
    public String bridge(Network network) {
        return bridges.linkName(network);
    }
}
