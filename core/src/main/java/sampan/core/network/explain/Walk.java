package sampan.core.network.explain;

import java.util.ArrayList;
import java.util.List;

/** A packet's way through the chains of a hook, rule by rule. */
final class Walk {
    private static final int DEEPEST = 8;
    private static final int WIDEST = 70;

    private final FilterTable table;
    private final List<String> lines = new ArrayList<>();
    private Packet packet;
    private boolean stopped;

    private Walk(FilterTable table, Packet packet) {
        this.table = table;
        this.packet = packet;
    }

    /**
     * What came of it.
     *
     * @param packet as it is afterwards
     * @param passes whether it goes on
     */
    record End(List<String> lines, Packet packet, boolean passes) {}

    /** Asks every chain of the table that stands at a hook. Those that translate are asked for the first packet of a connection only. */
    static End at(FilterTable table, String hook, Packet packet) {
        Walk walk = new Walk(table, packet);
        for (FilterTable.Chain chain : table.at(hook)) {
            if (walk.stopped) {
                break;
            }
            walk.lines.add("chain " + chain.name() + " (" + hook + ", " + chain.priority() + ")");
            if (chain.type().equals("nat") && packet.known()) {
                walk.lines.add("  not asked: the connection is known, and is translated as it was at its beginning");
            } else if (walk.ask(chain, 1) == Next.CHAIN_ENDS) {
                walk.stopped = chain.policy().equals("drop");
                walk.lines.add("  end of the chain: " + chain.policy());
            }
        }
        return new End(List.copyOf(walk.lines), walk.packet, !walk.stopped);
    }

    /** Whether the chain that asked goes on. */
    private enum Next {
        CHAIN_ENDS,
        DECIDED
    }

    private Next ask(FilterTable.Chain chain, int depth) {
        for (String rule : chain.rules()) {
            Rule.Answer answer = Rule.ask(table, rule, packet);
            tell(rule, answer, depth);
            switch (answer) {
                case Rule.Answer.Other _, Rule.Answer.Unclear _ -> {}
                case Rule.Answer.Verdict(String word) -> {
                    if (word.equals("return")) {
                        return Next.CHAIN_ENDS;
                    }
                    stopped = word.equals("drop") || word.equals("reject");
                    return Next.DECIDED;
                }
                case Rule.Answer.Translated(String address, int port) -> {
                    packet = packet.to(address, port);
                    return Next.DECIDED;
                }
                case Rule.Answer.Asks(String name, boolean back) -> {
                    Next next = chainOf(name, depth);
                    if (next == Next.DECIDED || !back) {
                        return next;
                    }
                }
            }
        }
        return Next.CHAIN_ENDS;
    }

    private Next chainOf(String name, int depth) {
        FilterTable.Chain asked = table.chains().get(name);
        if (asked == null || depth >= DEEPEST) {
            return Next.CHAIN_ENDS;
        }
        lines.add("  ".repeat(depth) + "chain " + name);
        return ask(asked, depth + 1);
    }

    private void tell(String rule, Rule.Answer answer, int depth) {
        String said = switch (answer) {
            case Rule.Answer.Other _ -> "not this packet";
            case Rule.Answer.Verdict(String word) -> word;
            case Rule.Answer.Asks(String chain, boolean _) -> "go to " + chain;
            case Rule.Answer.Translated(String address, int port) -> "now for " + place(address, port);
            case Rule.Answer.Unclear _ -> "not understood here";
        };
        String text = "  ".repeat(depth) + rule;
        lines.add(text + " ".repeat(Math.max(1, WIDEST - text.length())) + "-> " + said);
    }

    static String place(String address, int port) {
        return (address.indexOf(':') < 0 ? address : "[" + address + "]") + ":" + port;
    }
}
