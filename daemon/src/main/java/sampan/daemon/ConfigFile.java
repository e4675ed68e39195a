package sampan.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.ParsedFlags;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code daemon.json}: the flags' names and their values. A file that was not asked for by name need not exist. */
final class ConfigFile {
    static final ConfigFile NONE = new ConfigFile(Map.of(), Map.of());

    /** Flags that may be given several times have names of their own in the file. */
    private static final Map<String, Flag<String>> LISTS = Map.of(
            "hosts", DaemonFlags.HOST, "cdi-spec-dirs", DaemonFlags.CDI_SPEC_DIR, "exec-opts", DaemonFlags.EXEC_OPT);

    private final Map<String, String> values;
    private final Map<String, List<String>> lists;

    private ConfigFile(Map<String, String> values, Map<String, List<String>> lists) {
        this.values = values;
        this.lists = lists;
    }

    static ConfigFile read(ParsedFlags flags) throws InvalidValue {
        Optional<String> named = flags.value(DaemonFlags.CONFIG_FILE);
        String name = named.orElse(DaemonFlags.DEFAULT_CONFIG);
        if (named.isEmpty() && Files.notExists(Path.of(name))) {
            return NONE;
        }
        try {
            return parse(Files.readAllBytes(Path.of(name)), flags);
        } catch (NoSuchFileException missing) {
            if (named.isEmpty()) {
                return NONE;
            }
            throw failure(name, "open " + name + ": no such file or directory");
        } catch (JacksonException malformed) {
            throw failure(name, malformed.getOriginalMessage());
        } catch (IOException unreadable) {
            throw failure(name, "open " + name + ": " + unreadable.getMessage());
        } catch (InvalidValue wrong) {
            throw failure(name, wrong.getMessage());
        }
    }

    private static InvalidValue failure(String name, String reason) {
        return new InvalidValue("unable to configure the engine with file " + name + ": " + reason);
    }

    static ConfigFile parse(byte[] text, ParsedFlags flags) throws InvalidValue {
        JsonNode tree = JsonMapper.shared().readTree(text);
        if (!tree.isObject()) {
            throw new InvalidValue("not a JSON object");
        }
        Map<String, Flag<?>> known = new HashMap<>();
        DaemonFlags.all().forEach(flag -> known.put(flag.name(), flag));
        known.keySet().removeAll(List.of(DaemonFlags.CONFIG_FILE.name(), DaemonFlags.VERSION.name()));
        LISTS.values().forEach(flag -> known.remove(flag.name()));
        List<String> unknown = new ArrayList<>();
        List<String> twice = new ArrayList<>();
        Map<String, String> values = new HashMap<>();
        Map<String, List<String>> lists = lists(tree, flags, twice);
        for (Map.Entry<String, JsonNode> entry : tree.properties()) {
            if (LISTS.containsKey(entry.getKey())) {
                continue;
            }
            Flag<?> flag = known.get(entry.getKey());
            if (flag == null) {
                unknown.add(entry.getKey());
                continue;
            }
            String value = entry.getValue().asString();
            if (flags.given(flag)) {
                twice.add(flag.name() + ": (from flag: " + flags.value(flag).orElseThrow() + ", from file: " + value
                        + ")");
            }
            values.put(flag.name(), String.valueOf(flag.parser().parse(value)));
        }
        refuse("the following directives don't match any configuration option: ", unknown);
        refuse("the following directives are specified both as a flag and in the configuration file: ", twice);
        return new ConfigFile(values, lists);
    }

    private static Map<String, List<String>> lists(JsonNode tree, ParsedFlags flags, List<String> twice)
            throws InvalidValue {
        Map<String, List<String>> lists = new HashMap<>();
        for (Map.Entry<String, Flag<String>> entry : LISTS.entrySet()) {
            String name = entry.getKey();
            JsonNode node = tree.path(name);
            if (node.isMissingNode()) {
                continue;
            }
            if (!node.isArray() || !node.valueStream().allMatch(JsonNode::isString)) {
                throw new InvalidValue("\"" + name + "\" is not a list of strings");
            }
            List<String> values = node.valueStream().map(JsonNode::asString).toList();
            if (flags.given(entry.getValue())) {
                twice.add(name + ": (from flag: " + flags.values(entry.getValue()) + ", from file: " + values + ")");
            }
            lists.put(name, values);
        }
        return lists;
    }

    private static void refuse(String message, List<String> names) throws InvalidValue {
        if (!names.isEmpty()) {
            throw new InvalidValue(message + String.join(", ", names));
        }
    }

    List<String> hosts() {
        return lists.getOrDefault("hosts", List.of());
    }

    List<String> execOptions() {
        return lists.getOrDefault("exec-opts", List.of());
    }

    /** Empty: it does not say. */
    Optional<List<String>> deviceFolders() {
        return Optional.ofNullable(lists.get("cdi-spec-dirs"));
    }

    boolean debug() {
        return Boolean.parseBoolean(values.get("debug"));
    }

    Optional<String> logLevel() {
        return value(DaemonFlags.LOG_LEVEL);
    }

    Optional<String> dataRoot() {
        return value(DaemonFlags.DATA_ROOT);
    }

    Optional<String> execRoot() {
        return value(DaemonFlags.EXEC_ROOT);
    }

    Optional<String> cgroupParent() {
        return value(DaemonFlags.CGROUP_PARENT);
    }

    Optional<String> group() {
        return value(DaemonFlags.GROUP);
    }

    Optional<String> storageDriver() {
        return value(DaemonFlags.STORAGE_DRIVER);
    }

    Optional<String> imageGc() {
        return value(DaemonFlags.IMAGE_GC);
    }

    Optional<String> pidfile() {
        return value(DaemonFlags.PIDFILE);
    }

    private Optional<String> value(Flag<?> flag) {
        return Optional.ofNullable(values.get(flag.name()));
    }
}
