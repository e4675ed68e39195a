package sampan.core.network.cni;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sampan.core.error.EngineException;
import sampan.core.network.definition.Network;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * <a href="https://github.com/containernetworking/cni/blob/main/SPEC.md#section-1-network-configuration-format">A network configuration</a>: which plugins make a
 * network, in order.
 *
 * @param text the configuration, as it was given
 * @param plugins each with name and version, as a plugin reads it
 */
public record PluginList(String text, String name, boolean checks, List<ObjectNode> plugins) {
    /** The option that holds it. */
    public static final String OPTION = "conf";

    private static final List<String> VERSIONS = List.of("0.3.0", "0.3.1", "0.4.0", "1.0.0");
    private static final List<String> WITHOUT_CHECK = List.of("0.3.0", "0.3.1");

    /** Of a configuration, in bytes. */
    static final int LARGEST = 1 << 16;

    public PluginList {
        plugins = List.copyOf(plugins);
    }

    /** Of a network that is there. */
    public static PluginList of(Network network) {
        return of(network.options());
    }

    /** A new network's options, with the configuration that is installed under its name where none is given. */
    public static Map<String, String> completed(String name, Map<String, String> options) {
        Map<String, String> all = new LinkedHashMap<>(options);
        if (all.getOrDefault(OPTION, "").isEmpty()) {
            InstalledNetworks.find(name).ifPresent(text -> all.put(OPTION, text));
        }
        return all;
    }

    /** InvalidArgument says what is wrong. */
    public static PluginList of(Map<String, String> options) {
        String text = options.getOrDefault(OPTION, "");
        if (text.isEmpty()) {
            throw wrong("-o conf=FILE names no file, and " + InstalledNetworks.FOLDER + " has no network of that name");
        }
        if (text.length() > LARGEST) {
            throw wrong("it is larger than " + LARGEST + " bytes");
        }
        try {
            return parse(text);
        } catch (JacksonException e) {
            throw wrong("it is not JSON: " + e.getOriginalMessage());
        }
    }

    private static PluginList parse(String text) {
        if (!(JsonMapper.shared().readTree(text) instanceof ObjectNode whole)) {
            throw wrong("it is no object");
        }
        String name = word(whole, "name", "[a-zA-Z0-9][a-zA-Z0-9_.-]*");
        String version = word(whole, "cniVersion", "[0-9.]+");
        if (!VERSIONS.contains(version)) {
            throw wrong("cniVersion " + version + " is none of " + String.join(", ", VERSIONS));
        }
        List<ObjectNode> plugins = new ArrayList<>();
        for (JsonNode each : whole.has("plugins") ? whole.path("plugins") : List.<JsonNode>of(whole)) {
            if (!(each instanceof ObjectNode plugin)) {
                throw wrong("a plugin is no object");
            }
            // A file name, and no way to another folder. (CVE-2021-20206)
            word(plugin, "type", "[a-zA-Z0-9][a-zA-Z0-9_.-]*");
            plugins.add(plugin.deepCopy().put("name", name).put("cniVersion", version));
        }
        if (plugins.isEmpty()) {
            throw wrong("it names no plugin");
        }
        boolean checks =
                !WITHOUT_CHECK.contains(version) && !whole.path("disableCheck").asBoolean(false);
        return new PluginList(text, name, checks, plugins);
    }

    private static String word(ObjectNode node, String key, String pattern) {
        String value = node.path(key).asString("");
        if (!value.matches(pattern)) {
            throw wrong("\"" + key + "\" is \"" + value + "\"");
        }
        return value;
    }

    private static EngineException.InvalidArgument wrong(String reason) {
        return new EngineException.InvalidArgument("invalid CNI configuration: " + reason);
    }
}
