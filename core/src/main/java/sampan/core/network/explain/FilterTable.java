package sampan.core.network.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A table of nftables as {@code nft list table} prints it. */
record FilterTable(Map<String, Chain> chains, Map<String, List<String>> sets) {
    private static final Pattern BLOCK = Pattern.compile("\t(chain|set|map) (\\S+) \\{");
    private static final Pattern HOOK = Pattern.compile("type (\\S+) hook (\\S+).* priority ([^;]+); policy (\\w+);.*");

    /**
     * Rules that are asked one after another.
     *
     * @param hook where the kernel asks them: {@code forward}; empty: when another chain says so
     */
    record Chain(String name, String type, String hook, String priority, String policy, List<String> rules) {}

    static FilterTable parse(String text) {
        Map<String, Chain> chains = new LinkedHashMap<>();
        Map<String, List<String>> sets = new LinkedHashMap<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            Matcher block = BLOCK.matcher(lines.get(i));
            if (!block.matches()) {
                continue;
            }
            List<String> content = new ArrayList<>();
            while (++i < lines.size() && !lines.get(i).equals("\t}")) {
                content.add(lines.get(i).strip());
            }
            if (block.group(1).equals("chain")) {
                chains.put(block.group(2), chain(block.group(2), content));
            } else {
                sets.put(block.group(2), elements(String.join(" ", content)));
            }
        }
        return new FilterTable(chains, sets);
    }

    private static Chain chain(String name, List<String> content) {
        List<String> rules = new ArrayList<>();
        Chain head = new Chain(name, "", "", "", "accept", rules);
        for (String line : content) {
            Matcher hook = HOOK.matcher(line);
            if (hook.matches()) {
                head = new Chain(name, hook.group(1), hook.group(2), hook.group(3), hook.group(4), rules);
            } else if (!line.isEmpty()) {
                rules.add(line);
            }
        }
        return head;
    }

    private static List<String> elements(String content) {
        int start = content.indexOf("elements = {");
        int end = content.lastIndexOf('}');
        if (start < 0 || end < start) {
            return List.of();
        }
        return list(content.substring(start + "elements = {".length(), end));
    }

    /** What stands between commas, without quotation marks. */
    static List<String> list(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(element -> element.strip().replace("\"", ""))
                .filter(element -> !element.isEmpty())
                .toList();
    }

    List<String> set(String name) {
        return sets.getOrDefault(name, List.of());
    }

    /** What a map leads to from a key. */
    Optional<String> mapped(String map, String key) {
        String beginning = key + " : ";
        return set(map).stream()
                .filter(element -> element.startsWith(beginning))
                .map(element -> element.substring(beginning.length()))
                .findFirst();
    }

    /** The chain that the kernel asks at a hook. */
    List<Chain> at(String hook) {
        return chains.values().stream()
                .filter(chain -> chain.hook().equals(hook))
                .toList();
    }
}
