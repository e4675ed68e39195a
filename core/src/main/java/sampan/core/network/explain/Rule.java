package sampan.core.network.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One rule and what it says about a packet. It knows the words that Sampan's own table is made of; what it does not know it says so. */
final class Rule {
    private static final Set<String> TRANSPORTS = Set.of("tcp", "udp", "sctp");

    private final FilterTable table;
    private final Packet packet;
    private final List<String> words;
    private int at;

    private Rule(FilterTable table, Packet packet, List<String> words) {
        this.table = table;
        this.packet = packet;
        this.words = words;
    }

    /** What becomes of the packet. */
    sealed interface Answer {
        /** Nothing, here. */
        record Other() implements Answer {}

        /** {@code accept}, {@code drop}, {@code return}, {@code masquerade}, {@code reject}. */
        record Verdict(String word) implements Answer {}

        /** Another chain is asked; with {@code back} this one goes on afterwards. */
        record Asks(String chain, boolean back) implements Answer {}

        /** It is for somebody else from now on. */
        record Translated(String address, int port) implements Answer {}

        /** It has words that are not known here. */
        record Unclear() implements Answer {}
    }

    static Answer ask(FilterTable table, String text, Packet packet) {
        return new Rule(table, packet, words(text)).answer();
    }

    /** A set in braces is one word. */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder braces = new StringBuilder();
        for (String word : text.strip().split("\\s+", -1)) {
            if (word.equals("{") || !braces.isEmpty()) {
                braces.append(word).append(' ');
                if (word.equals("}")) {
                    words.add(braces.toString().strip());
                    braces.setLength(0);
                }
            } else {
                words.add(word);
            }
        }
        return words;
    }

    private String next() {
        return at < words.size() ? words.get(at++) : "";
    }

    private Answer answer() {
        while (at < words.size()) {
            String word = next();
            Optional<Answer> verdict = verdict(word);
            if (verdict.isPresent()) {
                return verdict.get();
            }
            Optional<Boolean> fits = term(word);
            if (fits.isEmpty()) {
                return new Answer.Unclear();
            }
            if (!fits.get()) {
                return new Answer.Other();
            }
        }
        return new Answer.Other();
    }

    private Optional<Answer> verdict(String word) {
        return switch (word) {
            case "accept", "drop", "return", "masquerade", "reject" -> Optional.of(new Answer.Verdict(word));
            case "jump" -> Optional.of(new Answer.Asks(next(), true));
            case "goto" -> Optional.of(new Answer.Asks(next(), false));
            case "dnat" -> Optional.of(translation());
            default -> Optional.empty();
        };
    }

    /** {@code dnat ip to KEY map @MAP}. */
    private Answer translation() {
        boolean v6 = next().equals("ip6");
        List<String> rest = words.subList(at, words.size());
        if (rest.size() < 3 || !rest.get(rest.size() - 2).equals("map")) {
            return new Answer.Unclear();
        }
        if (v6 != packet.isV6()) {
            return new Answer.Other();
        }
        String key = packet.protocol() + " . " + (rest.contains("daddr") ? packet.destination() + " . " : "")
                + packet.port();
        Optional<String> place = table.mapped(rest.getLast().substring(1), key);
        if (place.isEmpty()) {
            return new Answer.Other();
        }
        int dot = place.get().lastIndexOf(" . ");
        return new Answer.Translated(
                place.get().substring(0, dot),
                Integer.parseInt(place.get().substring(dot + 3).strip()));
    }

    private Optional<Boolean> term(String word) {
        return switch (word) {
            case "iifname" -> at < words.size() && words.get(at).equals(".") ? pair() : link(packet.in());
            case "oifname" -> link(packet.out());
            case "ip" -> family(false);
            case "ip6" -> family(true);
            case "fib" -> fib();
            case "ct" -> connection();
            case "meta" -> meta();
            case "icmp", "icmpv6" -> Optional.of(false); // what is looked at here is none
            case "tcp", "udp", "sctp" -> transport(word);
            case "th" -> next().equals("dport") ? value(String.valueOf(packet.port())) : Optional.empty();
            case "counter" -> counter();
            default -> Optional.empty();
        };
    }

    private Optional<Boolean> counter() {
        if (at < words.size() && words.get(at).equals("packets")) {
            at += 4;
        }
        return Optional.of(true);
    }

    private Optional<Boolean> pair() {
        at += 2;
        return in(next(), packet.in() + " . " + packet.out());
    }

    private Optional<Boolean> link(String name) {
        boolean not = at < words.size() && words.get(at).equals("!=");
        at += not ? 1 : 0;
        return in(next(), name).map(fits -> fits != not);
    }

    private Optional<Boolean> family(boolean v6) {
        String field = next();
        if (!field.equals("saddr") && !field.equals("daddr")) {
            return Optional.empty();
        }
        Optional<Boolean> fits = address(field.equals("saddr") ? packet.source() : packet.destination());
        return v6 == packet.isV6() ? fits : Optional.of(false);
    }

    /** Somebody outside has none of the addresses that our rules name. */
    private Optional<Boolean> address(String own) {
        boolean not = at < words.size() && words.get(at).equals("!=");
        at += not ? 1 : 0;
        String wanted = next();
        List<String> all = wanted.startsWith("@")
                ? table.set(wanted.substring(1))
                : FilterTable.list(wanted.replaceAll("[{}]", ""));
        boolean any = false;
        for (String prefix : all) {
            Optional<Boolean> fits = own.isEmpty() ? Optional.of(false) : Packet.isIn(own, prefix);
            if (fits.isEmpty()) {
                return fits;
            }
            any |= fits.get();
        }
        return Optional.of(any != not);
    }

    private Optional<Boolean> fib() {
        boolean asked = next().equals("daddr") && next().equals("type") && next().equals("local");
        return asked ? Optional.of(packet.local()) : Optional.empty();
    }

    private Optional<Boolean> connection() {
        String field = next();
        List<String> wanted = FilterTable.list(next());
        return switch (field) {
            case "state" -> Optional.of(wanted.contains(packet.known() ? "established" : "new"));
            case "direction" -> Optional.of(wanted.contains(packet.known() ? "reply" : "original"));
            case "status" -> Optional.of(wanted.contains("dnat") && packet.translated());
            default -> Optional.empty();
        };
    }

    private Optional<Boolean> meta() {
        return switch (next()) {
            case "nfproto" -> Optional.of(next().equals(packet.isV6() ? "ipv6" : "ipv4"));
            case "l4proto" -> value(packet.protocol());
            case "iifname" -> link(packet.in());
            case "oifname" -> link(packet.out());
            default -> Optional.empty();
        };
    }

    private Optional<Boolean> transport(String protocol) {
        if (!TRANSPORTS.contains(protocol) || !next().equals("dport")) {
            return Optional.empty();
        }
        return value(String.valueOf(packet.port()))
                .map(fits -> fits && packet.protocol().equals(protocol));
    }

    private Optional<Boolean> value(String own) {
        boolean not = at < words.size() && words.get(at).equals("!=");
        at += not ? 1 : 0;
        return in(next(), own).map(fits -> fits != not);
    }

    private Optional<Boolean> in(String wanted, String own) {
        if (wanted.startsWith("@")) {
            return Optional.of(table.set(wanted.substring(1)).contains(own));
        }
        return wanted.isEmpty()
                ? Optional.empty()
                : Optional.of(FilterTable.list(wanted.replaceAll("[{}]", "")).contains(own));
    }
}
