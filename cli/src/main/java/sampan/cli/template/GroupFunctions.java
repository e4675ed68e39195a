package sampan.cli.template;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import sampan.cli.go.GoError;
import sampan.cli.go.GoType;
import sampan.cli.go.Kind;
import sampan.cli.go.Types;
import sampan.cli.go.Value;

/** What {@code sampan template} adds, by the names that templates for docker-gen use: containers that have something, or have it in common. */
final class GroupFunctions {
    private static final GoType TEXT = Types.STRING;
    private static final GoType ANY = Types.ANY;
    private static final GoType GROUPS = GoType.mapOf(Types.STRING, Types.ANYS);
    private static final String LABELS = "Labels";

    static final Map<String, Function> FUNCTIONS = all();

    private GroupFunctions() {}

    private static Map<String, Function> all() {
        Map<String, Function> all = new HashMap<>();
        all.put("groupBy", grouping((one, path) -> find(one, path)));
        all.put("groupByLabel", grouping((one, label) -> find(one, LABELS).entry(label)));
        all.put(
                "where",
                choosing((one, wanted) -> text(find(one, wanted.getFirst())).equals(wanted.getLast()), true));
        all.put(
                "whereNot",
                choosing((one, wanted) -> !text(find(one, wanted.getFirst())).equals(wanted.getLast()), true));
        all.put(
                "whereExist",
                choosing((one, wanted) -> find(one, wanted.getFirst()).isThere(), false));
        all.put(
                "whereNotExist",
                choosing((one, wanted) -> !find(one, wanted.getFirst()).isThere(), false));
        all.put("whereLabelExists", choosing((one, wanted) -> label(one, wanted).isThere(), false));
        all.put(
                "whereLabelDoesNotExist",
                choosing((one, wanted) -> !label(one, wanted).isThere(), false));
        others(all);
        return Map.copyOf(all);
    }

    private static void others(Map<String, Function> all) {
        all.put(
                "contains",
                Function.of(
                        List.of(ANY, TEXT),
                        (_, values) -> Value.of(new Found(values.getFirst().indirect())
                                .entry(values.getLast().text())
                                .isThere())));
        all.put(
                "coalesce",
                new Function(
                        List.of(),
                        ANY,
                        (_, values) -> values.stream()
                                .filter(value -> !value.indirect().isNil() && value.isTrue())
                                .findFirst()
                                .orElse(Value.NIL)));
        all.put("first", Function.of(List.of(ANY), (_, values) -> end(values.getFirst(), true)));
        all.put("last", Function.of(List.of(ANY), (_, values) -> end(values.getFirst(), false)));
        all.put(
                "keys",
                Function.of(
                        List.of(ANY),
                        (_, values) -> Value.of(List.copyOf(
                                values.getFirst().indirect().entries().keySet()))));
        all.put(
                "replace",
                Function.of(List.of(TEXT, TEXT, TEXT, Types.INT), (_, values) -> Value.of(replaced(values))));
        all.put("hasPrefix", ofTexts((prefix, text) -> text.startsWith(prefix)));
        all.put("hasSuffix", ofTexts((suffix, text) -> text.endsWith(suffix)));
    }

    /** What stands somewhere in a container, if anything does. */
    private record Found(Value value) {
        Found entry(String key) {
            SortedMap<String, Value> entries = value.kind() == Kind.MAP ? value.entries() : new TreeMap<>();
            return new Found(entries.getOrDefault(key, Value.INVALID).indirect());
        }

        boolean isThere() {
            return value.isValid() && !value.isNil();
        }
    }

    /** @param path names with points between: {@code Env.VIRTUAL_HOST} */
    private static Found find(Value container, String path) {
        Found found = new Found(container.indirect());
        for (String part : path.split("\\.", -1)) {
            found = found.entry(part);
        }
        return found;
    }

    private static Found label(Value container, List<String> wanted) {
        return find(container, LABELS).entry(wanted.getFirst());
    }

    private static String text(Found found) {
        return found.isThere() ? String.valueOf(found.value().data()) : "";
    }

    /** What to group by. */
    @FunctionalInterface
    private interface Key {
        Found of(Value container, String name);
    }

    private static Function grouping(Key key) {
        return Function.of(List.of(ANY, TEXT), (_, values) -> {
            TreeMap<String, List<Value>> groups = new TreeMap<>();
            for (Value one : values.getFirst().indirect().elements()) {
                Found found = key.of(one, values.getLast().text());
                if (found.isThere()) {
                    groups.computeIfAbsent(text(found), _ -> new ArrayList<>()).add(one);
                }
            }
            return new Value(
                    GROUPS,
                    groups.entrySet().stream()
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey,
                                    group -> new Value(Types.ANYS, group.getValue()),
                                    (one, _) -> one,
                                    TreeMap::new)));
        });
    }

    private static Function choosing(BiPredicate<Value, List<String>> fits, boolean withValue) {
        List<GoType> parameters = withValue ? List.of(ANY, TEXT, TEXT) : List.of(ANY, TEXT);
        return Function.of(parameters, (_, values) -> {
            List<String> wanted =
                    values.stream().skip(1).map(value -> value.bare().text()).toList();
            return new Value(
                    Types.ANYS,
                    values.getFirst().indirect().elements().stream()
                            .filter(one -> fits.test(one, wanted))
                            .toList());
        });
    }

    private static Function ofTexts(BiPredicate<String, String> test) {
        return Function.of(
                List.of(TEXT, TEXT),
                (_, values) -> Value.of(
                        test.test(values.getFirst().text(), values.getLast().text())));
    }

    private static Value end(Value list, boolean first) {
        List<Value> elements = list.indirect().elements();
        return elements.isEmpty() ? Value.NIL : first ? elements.getFirst() : elements.getLast();
    }

    /** Go's strings.Replace: as often as asked, and negative: everywhere. */
    private static String replaced(List<Value> values) throws GoError {
        String text = values.getFirst().text();
        String old = values.get(1).text();
        if (old.isEmpty()) {
            throw new GoError("replace: what is to be replaced is empty");
        }
        StringBuilder out = new StringBuilder();
        long left = values.getLast().integer();
        int at = 0;
        for (int next = text.indexOf(old); next >= 0 && left != 0; next = text.indexOf(old, at)) {
            out.append(text, at, next).append(values.get(2).text());
            at = next + old.length();
            left--;
        }
        return out.append(text.substring(at)).toString();
    }
}
