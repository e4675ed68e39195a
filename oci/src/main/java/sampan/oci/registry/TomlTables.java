package sampan.oci.registry;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As much of TOML as configuration files of container tools are written in: tables and lists of tables, and in them texts, lists of texts,
 * true and false. Other values are kept as they stand.
 */
final class TomlTables {
    private static final Pattern HEADER = Pattern.compile("\\[\\[?\\s*([A-Za-z0-9_.\"-]+)\\s*\\]\\]?");
    private static final Pattern ASSIGNMENT =
            Pattern.compile("(?:([A-Za-z0-9_-]+)|\"([^\"]*)\")\\s*=\\s*(.+)", Pattern.DOTALL);
    private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*+)\"|'([^']*+)'");

    private TomlTables() {}

    /** One table; what stands before the first has the name "". */
    record Table(String name, Map<String, String> values) {
        String text(String key) throws IOException {
            List<String> texts = texts(key);
            return texts.isEmpty() ? "" : texts.getFirst();
        }

        List<String> texts(String key) throws IOException {
            String value = values.getOrDefault(key, "");
            List<String> texts = new ArrayList<>();
            Matcher text = TEXT.matcher(value);
            while (text.find()) {
                texts.add(text.group(1) == null ? text.group(2) : text.group(1).replaceAll("\\\\(.)", "$1"));
            }
            if (texts.isEmpty() && !value.isEmpty() && !value.matches("(?s)\\[\\s*\\]")) {
                throw new IOException("registries.conf: " + key + " is not a text: " + value);
            }
            return texts;
        }

        boolean flag(String key) throws IOException {
            return switch (values.getOrDefault(key, "false")) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new IOException("registries.conf: " + key + " is neither true nor false");
            };
        }
    }

    static List<Table> parse(String text, String file) throws IOException {
        List<Table> tables = new ArrayList<>(List.of(new Table("", new LinkedHashMap<>())));
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            int first = i + 1;
            StringBuilder statement = new StringBuilder(uncommented(lines[i]));
            while (opensList(statement.toString()) && i + 1 < lines.length) {
                statement.append(' ').append(uncommented(lines[++i]));
            }
            take(statement.toString().strip(), tables, file + ": line " + first);
        }
        return tables;
    }

    private static void take(String statement, List<Table> tables, String where) throws IOException {
        Matcher header = HEADER.matcher(statement);
        Matcher assignment = ASSIGNMENT.matcher(statement);
        if (statement.isEmpty()) {
            return;
        }
        if (header.matches()) {
            tables.add(new Table(header.group(1).replace("\"", ""), new LinkedHashMap<>()));
        } else if (assignment.matches()) {
            String key = assignment.group(1) == null ? assignment.group(2) : assignment.group(1);
            if (tables.getLast().values().put(key, assignment.group(3).strip()) != null) {
                throw new IOException(where + ": " + key + " stands there twice");
            }
        } else {
            throw new IOException(where + " is not TOML: " + statement);
        }
    }

    /** A list that goes on in the next line. */
    private static boolean opensList(String statement) {
        String bare = TEXT.matcher(statement).replaceAll("");
        int equals = bare.indexOf('=');
        return equals >= 0 && bare.indexOf('[', equals) >= 0 && bare.indexOf(']', equals) < 0;
    }

    private static String uncommented(String line) {
        Matcher text = TEXT.matcher(line);
        int from = 0;
        while (true) {
            int hash = line.indexOf('#', from);
            if (hash < 0) {
                return line.stripTrailing();
            }
            from = text.find(from) && text.start() < hash ? text.end() : -1;
            if (from < 0) {
                return line.substring(0, hash).stripTrailing();
            }
        }
    }
}
