package sampan.daemon;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.core.config.RegistrySettings;
import tools.jackson.databind.JsonNode;

/** The proxies that flags name, or {@code proxies} in the file. */
final class ProxySettings {
    private static final String KEY = "proxies";
    private static final List<Flag<String>> FLAGS =
            List.of(DockerdFlags.HTTP_PROXY, DockerdFlags.HTTPS_PROXY, DockerdFlags.NO_PROXY);
    private static final List<String> VARIABLES =
            List.of(RegistrySettings.HTTP_PROXY, RegistrySettings.HTTPS_PROXY, RegistrySettings.NO_PROXY);

    private ProxySettings() {}

    /** By the names of environment variables. */
    static Map<String, String> of(Settings settings) throws InvalidValue {
        Optional<JsonNode> file = settings.file().part(KEY);
        if (file.isPresent()) {
            check(file.get());
        }
        Map<String, String> proxies = new HashMap<>();
        List<String> twice = new ArrayList<>();
        for (int i = 0; i < FLAGS.size(); i++) {
            Flag<String> flag = FLAGS.get(i);
            String onLine = settings.value(flag).orElse("");
            String inFile =
                    file.map(each -> each.path(flag.name()).asString("")).orElse("");
            if (!onLine.isEmpty() && !inFile.isEmpty()) {
                twice.add(flag.name() + ": (from flag: " + onLine + ", from file: " + inFile + ")");
            }
            String value = onLine + inFile;
            if (!value.isEmpty()) {
                proxies.put(VARIABLES.get(i), value);
            }
        }
        if (!twice.isEmpty()) {
            throw new InvalidValue(
                    "the following directives are specified both as a flag and in the configuration file: "
                            + String.join(", ", twice));
        }
        return proxies;
    }

    private static void check(JsonNode file) throws InvalidValue {
        if (!file.isObject()) {
            throw new InvalidValue("json: cannot unmarshal " + ConfigKey.kind(file)
                    + " into Go struct field Config.proxies of type config.Proxies");
        }
        List<String> known = FLAGS.stream().map(Flag::name).toList();
        for (Map.Entry<String, JsonNode> field : file.properties()) {
            if (!known.contains(field.getKey())) {
                throw new InvalidValue(
                        "the following directives don't match any configuration option: " + field.getKey());
            }
            if (!field.getValue().isString()) {
                throw new InvalidValue("json: cannot unmarshal " + ConfigKey.kind(field.getValue())
                        + " into Go struct field Proxies.proxies." + field.getKey() + " of type string");
            }
        }
    }
}
