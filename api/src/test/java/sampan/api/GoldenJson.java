package sampan.api;

import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What a dockerd answered and what we answer, side by side: null, empty and absent are three things. */
final class GoldenJson {
    /** What differs from day to day, or is said of the machine. */
    static final Pattern CHANGING = Pattern.compile("[0-9a-f]{64}|(?<=\")[0-9a-f]{12}(?=\")"
            + "|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9:]+)|/[^ \"]*/(data|junit)[^ \"]*|(?<=\\[)[0-9.]+(?=\\])|"
            + Pattern.quote(System.getProperty("os.version")));

    private final Pattern own;

    /** @param own paths of which only the kind of the value is the same, or the value is ours on purpose */
    GoldenJson(Pattern own) {
        this.own = own;
    }

    void compare(String path, JsonNode theirs, JsonNode ours, List<String> differences) {
        if (own.matcher(path).matches()) {
            return;
        }
        if (theirs.isObject() && ours.isObject()) {
            TreeSet<String> names = new TreeSet<>(theirs.propertyNames());
            names.addAll(ours.propertyNames());
            names.forEach(name -> compare(path + "." + name, theirs.path(name), ours.path(name), differences));
        } else if (theirs.isArray() && ours.isArray() && theirs.size() == ours.size()) {
            for (int i = 0; i < theirs.size(); i++) {
                compare(path + "[" + i + "]", theirs.get(i), ours.get(i), differences);
            }
        } else if (!theirs.equals(ours)) {
            differences.add(path + " is " + shown(theirs) + ", ours " + shown(ours));
        }
    }

    private static String shown(JsonNode value) {
        return value.isMissingNode() ? "absent" : value.toString();
    }
}
