package sampan.core.network.firewall;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sampan.kernel.nftables.Nftables;
import sampan.kernel.nftables.NftablesException;

/** The engine's own table in the kernel, and what is to be in it. It is made with the first bridge and goes with the last. */
public final class Firewall implements AutoCloseable {
    private final String table;
    private final Map<String, BridgeRules> bridges = new LinkedHashMap<>();
    private final Map<String, Forwarding> forwardings = new LinkedHashMap<>();
    private final Set<String> hostCallers = new TreeSet<>();
    private @Nullable Nftables nft;

    /** @param rootId tells engines of one machine apart */
    public Firewall(String rootId) {
        table = "sampan_" + rootId;
    }

    /** Its name in the kernel, family inet. */
    public String table() {
        return table;
    }

    private Nftables nft() throws NftablesException {
        Nftables open = nft;
        if (open == null) {
            open = Nftables.open();
            nft = open;
        }
        return open;
    }

    /** From now on, the bridge is closed but for what these rules allow. */
    public synchronized void guard(BridgeRules rules) throws NftablesException {
        BridgeRules before = bridges.put(rules.link(), rules);
        if (rules.equals(before)) {
            return;
        }
        try {
            write();
        } catch (NftablesException refused) {
            bridges.remove(rules.link());
            throw refused;
        }
    }

    public synchronized void forget(String bridge) throws NftablesException {
        if (bridges.remove(bridge) != null) {
            write();
        }
    }

    /** Everything at once that one container has published, or nothing. */
    public synchronized void publish(Collection<Forwarding> ports, Collection<String> callers)
            throws NftablesException {
        List<Forwarding> stale = ports.stream()
                .map(port -> forwardings.get(place(port)))
                .filter(there -> there != null)
                .toList();
        run(elements("delete", stale) + elements("add", ports) + callers("add", callers));
        ports.forEach(port -> forwardings.put(place(port), port));
        hostCallers.addAll(callers);
    }

    /** Those that are still the container's: a port may be another's by now. */
    public synchronized void withdraw(Collection<Forwarding> ports, Collection<String> callers)
            throws NftablesException {
        List<Forwarding> own = ports.stream()
                .filter(port -> port.equals(forwardings.get(place(port))))
                .toList();
        List<String> known = callers.stream().filter(hostCallers::contains).toList();
        own.forEach(port -> forwardings.remove(place(port)));
        known.forEach(hostCallers::remove);
        run(elements("delete", own) + callers("delete", known));
    }

    /** What the containers have that ran before this engine came; the table is written with the next {@link #restore}. */
    public synchronized void adopt(Collection<Forwarding> ports, Collection<String> callers) {
        ports.forEach(port -> forwardings.put(place(port), port));
        hostCallers.addAll(callers);
    }

    /** Writes the table anew with what it is to hold, whatever it holds. */
    public synchronized void restore() throws NftablesException {
        if (!bridges.isEmpty()) {
            write();
        }
    }

    /** Whether the kernel has the table. */
    public synchronized boolean isThere() throws NftablesException {
        return nft().run("list tables inet").contains(" " + table + "\n");
    }

    /** The table as it is in the kernel; empty: it is not there. */
    public synchronized String listing() throws NftablesException {
        return isThere() ? nft().run("list table inet " + table) : "";
    }

    /** The chains of all tables of this host. */
    public synchronized String allChains() throws NftablesException {
        return nft().run("list chains");
    }

    private void write() throws NftablesException {
        if (bridges.isEmpty()) {
            remove();
        } else {
            nft().run(new Ruleset(List.copyOf(bridges.values()), forwardings.values(), hostCallers).text(table));
        }
    }

    /** Takes the table away, also one that an earlier engine left. */
    public synchronized void remove() throws NftablesException {
        nft().run("add table inet " + table + "\ndelete table inet " + table + "\n");
    }

    private void run(String commands) throws NftablesException {
        if (commands.isEmpty()) {
            return;
        }
        try {
            nft().run(commands);
        } catch (NftablesException refused) {
            if (isThere()) {
                throw refused;
            }
            write(); // flushed by somebody: what is to be there is there again, and what is asked for can be done
            if (!commands.startsWith("delete")) {
                nft().run(commands);
            }
        }
    }

    private static String place(Forwarding port) {
        return port.map() + " " + port.key();
    }

    private String elements(String verb, Collection<Forwarding> ports) {
        Map<String, List<String>> byMap = new LinkedHashMap<>();
        for (Forwarding port : ports) {
            String text = verb.equals("add") ? port.element() : port.key();
            byMap.computeIfAbsent(port.map(), _ -> new ArrayList<>()).add(text);
        }
        return byMap.entrySet().stream()
                .map(entry -> element(verb, entry.getKey(), entry.getValue()))
                .collect(Collectors.joining());
    }

    private String callers(String verb, Collection<String> addresses) {
        return addresses.stream()
                .map(address -> element(verb, address.indexOf(':') < 0 ? "callers4" : "callers6", List.of(address)))
                .collect(Collectors.joining());
    }

    private String element(String verb, String set, List<String> texts) {
        return verb + " element inet " + table + " " + set + " { " + String.join(", ", texts) + " }\n";
    }

    @Override
    public synchronized void close() {
        Nftables open = nft;
        if (open != null) {
            open.close();
            nft = null;
        }
    }
}
