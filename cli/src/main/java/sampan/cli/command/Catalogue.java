package sampan.cli.command;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** All commands by their words: what help lists, completion offers and manual pages describe. */
public final class Catalogue {
    private static final Map<String, String> GROUPS = Map.of(
            "container", "Manage containers",
            "image", "Manage images",
            "manifest", "Manage manifests and manifest lists of registries",
            "network", "Manage networks",
            "system", "Manage Sampan",
            "volume", "Manage volumes");

    /** Second words that are other names for a command of the same group. */
    private static final Set<String> SYNONYMS = Set.of(
            "container list",
            "container ps",
            "container remove",
            "image list",
            "image remove",
            "network list",
            "network remove",
            "volume list",
            "volume remove");

    /** What is done before a command is looked for. */
    public static final Map<String, String> OUTSIDE =
            Map.of("completion", "Print the completion script of a shell", "daemon", "Run an engine in the foreground");

    /** Groups of another program of the same name, which needs no engine. */
    public static final Map<String, String> GROUPS_OUTSIDE = Map.of("context", "Manage contexts");

    private Catalogue() {}

    /** First words that are followed by a command's, and what they are about. */
    public static SortedMap<String, String> groups() {
        return new TreeMap<>(GROUPS);
    }

    /** Whether a command's second word follows. */
    public static boolean isGroup(String word) {
        return GROUPS.containsKey(word);
    }

    /** Second words of a group's commands, sorted. */
    public static List<String> members(String group) {
        return Commands.words().stream()
                .filter(words -> words.startsWith(group + " ") && !SYNONYMS.contains(words))
                .map(words -> words.substring(group.length() + 1))
                .sorted()
                .toList();
    }

    /** Commands of one word, sorted. */
    public static List<String> topLevel() {
        return Commands.words().stream()
                .filter(words -> words.indexOf(' ') < 0)
                .sorted()
                .toList();
    }
}
