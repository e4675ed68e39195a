package sampan.core.network.firewall;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sampan.kernel.nftables.Nftables;
import sampan.kernel.nftables.NftablesException;
import sampan.kernel.nftables.RulesetWatch;

/** The engine's own table in the kernel, and what is to be in it. It is made with the first bridge and goes with the last. */
public final class Firewall implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Firewall.class.getName());

    private final String table;
    private final Map<String, BridgeRules> bridges = new LinkedHashMap<>();
    private final Map<String, Forwarding> forwardings = new LinkedHashMap<>();
    /** Containers, by the places of what they have published. */
    private final Map<String, String> publishers = new HashMap<>();
    /** Containers, by the addresses from which they call the host. */
    private final Map<String, String> hostCallers = new TreeMap<>();

    private @Nullable Nftables nft;
    private @Nullable RulesetWatch watch;
    private boolean guarded;

    /** @param rootId tells engines of one machine apart */
    public Firewall(String rootId) {
        table = "sampan_" + rootId;
    }

    /** Its name in the kernel, family inet. */
    public String table() {
        return table;
    }

    /** The names of both of its tables. */
    public List<String> tables() {
        return List.of(table, table + GuardRuleset.SUFFIX);
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
    public synchronized void publish(String container, Collection<Forwarding> ports, Collection<String> callers)
            throws NftablesException {
        List<Forwarding> stale = ports.stream()
                .map(port -> forwardings.get(place(port)))
                .filter(there -> there != null)
                .toList();
        run(elements("delete", stale) + elements("add", ports) + callers(table, "add", callers));
        guard("add", callers);
        adopt(container, ports, callers);
    }

    /** What {@link #publish} tells nft(8), for people. */
    public List<String> publishing(Collection<Forwarding> ports, Collection<String> callers) {
        String all = elements("add", ports)
                + callers(table, "add", callers)
                + callers(table + GuardRuleset.SUFFIX, "add", callers);
        return all.lines().toList();
    }

    /** Those that are still the container's: a port may be another's by now, at the same address. */
    public synchronized void withdraw(String container, Collection<Forwarding> ports, Collection<String> callers)
            throws NftablesException {
        List<Forwarding> own = ports.stream()
                .filter(port ->
                        port.equals(forwardings.get(place(port))) && container.equals(publishers.get(place(port))))
                .toList();
        List<String> known = callers.stream()
                .filter(address -> container.equals(hostCallers.get(address)))
                .toList();
        own.forEach(port -> forwardings.remove(place(port)));
        own.forEach(port -> publishers.remove(place(port)));
        known.forEach(hostCallers::remove);
        run(elements("delete", own) + callers(table, "delete", known));
        guard("delete", known);
    }

    /** What a container has that ran before this engine came; the table is written with the next {@link #restore}. */
    public synchronized void adopt(String container, Collection<Forwarding> ports, Collection<String> callers) {
        ports.forEach(port -> forwardings.put(place(port), port));
        ports.forEach(port -> publishers.put(place(port), container));
        callers.forEach(address -> hostCallers.put(address, container));
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
            Ruleset rules = new Ruleset(List.copyOf(bridges.values()), forwardings.values(), hostCallers.keySet());
            guard(rules);
            nft().run(rules.text(table));
            watch();
        }
    }

    /** A kernel or an nft that knows no owners has one table only. */
    private void guard(Ruleset rules) {
        try {
            nft().run(new GuardRuleset(rules).text(table));
            guarded = true;
        } catch (NftablesException e) {
            guarded = false;
            LOG.log(Level.INFO, "the firewall has no table that outlives nft flush ruleset: " + e.getMessage());
        }
    }

    private void guard(String verb, Collection<String> callers) throws NftablesException {
        if (guarded && !callers.isEmpty()) {
            nft().run(callers(table + GuardRuleset.SUFFIX, verb, callers));
        }
    }

    private void watch() {
        if (watch == null) {
            try {
                watch = RulesetWatch.start(this::mend);
            } catch (IOException e) {
                LOG.log(Level.WARNING, "nobody notices when the firewall's table is taken away", e);
            }
        }
    }

    /** Some table has gone. If it was ours, it is there again when this returns. */
    private synchronized void mend() {
        try {
            if (nft != null && !bridges.isEmpty() && !isThere()) {
                LOG.log(Level.WARNING, "somebody has taken table inet " + table + " away; it is made again");
                write();
            }
        } catch (NftablesException e) {
            LOG.log(Level.ERROR, "the firewall's table is gone and cannot be made again", e);
        }
    }

    /** Takes the table away, also one that an earlier engine left. */
    public synchronized void remove() throws NftablesException {
        nft().run("add table inet " + table + "\ndelete table inet " + table + "\n");
        if (guarded) {
            guarded = false;
            nft().run("delete table inet " + table + GuardRuleset.SUFFIX + "\n");
        }
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
                .map(entry -> element(table, verb, entry.getKey(), entry.getValue()))
                .collect(Collectors.joining());
    }

    private static String callers(String table, String verb, Collection<String> addresses) {
        return addresses.stream()
                .map(address ->
                        element(table, verb, address.indexOf(':') < 0 ? "callers4" : "callers6", List.of(address)))
                .collect(Collectors.joining());
    }

    private static String element(String table, String verb, String set, List<String> texts) {
        return verb + " element inet " + table + " " + set + " { " + String.join(", ", texts) + " }\n";
    }

    @Override
    public void close() {
        RulesetWatch watching;
        synchronized (this) {
            watching = watch;
            watch = null;
        }
        if (watching != null) {
            watching.close(); // waits for a mend() under way, which needs this lock
        }
        release();
    }

    private synchronized void release() {
        Nftables open = nft;
        if (open != null) {
            open.close();
            nft = null;
        }
    }
}
