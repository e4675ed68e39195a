package sampan.cli.value;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sampan.cli.flag.InvalidValue;
import sampan.runtime.launch.Sysctls;

/** {@code KEY=VALUE} in its kinds: environment variables, labels, sysctls, options. */
public final class KeyValue {
    private KeyValue() {}

    public static String environment(String text) throws InvalidValue {
        if (text.isEmpty() || text.startsWith("=") || text.indexOf('\0') >= 0) {
            throw new InvalidValue("invalid environment variable: " + text);
        }
        return text;
    }

    public static String label(String text) throws InvalidValue {
        int equals = text.indexOf('=');
        String key = equals < 0 ? text : text.substring(0, equals);
        if (key.isBlank()) {
            throw new InvalidValue("invalid label '" + text + "': empty name");
        }
        if (key.indexOf(' ') >= 0 || key.indexOf('\t') >= 0) {
            throw new InvalidValue("label '" + key + "' contains whitespaces");
        }
        return text;
    }

    public static String sysctl(String text) throws InvalidValue {
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        if (equals < 1 || Sysctls.namespace(name).isEmpty()) {
            throw new InvalidValue("sysctl '" + text + "' is not allowed");
        }
        return text;
    }

    /** The last one of a name wins; a name without {@code =} has an empty value. */
    public static Map<String, String> map(List<String> pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            map.put(equals < 0 ? pair : pair.substring(0, equals), equals < 0 ? "" : pair.substring(equals + 1));
        }
        return map;
    }
}
