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

/**
 * {@code daemon.json}: the flags' names and their values, in the forms of {@link ConfigKey}. A file that was not asked for by name need not exist.
 */
final class ConfigFile {
    static final ConfigFile NONE = new ConfigFile(Map.of(), Map.of());

    private final Map<Flag<?>, List<Object>> values;
    private final Map<String, JsonNode> others;

    private ConfigFile(Map<Flag<?>, List<Object>> values, Map<String, JsonNode> others) {
        this.values = values;
        this.others = others;
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
        } catch (IOException unreadable) {
            throw failure(name, "open " + name + ": " + unreadable.getMessage());
        } catch (InvalidValue wrong) {
            throw failure(name, wrong.getMessage());
        }
    }

    private static InvalidValue failure(String name, String reason) {
        return new InvalidValue("unable to configure the Docker daemon with file " + name + ": " + reason);
    }

    static ConfigFile parse(byte[] text, ParsedFlags flags) throws InvalidValue {
        JsonNode tree;
        try {
            tree = JsonMapper.shared().readTree(text);
        } catch (JacksonException malformed) {
            throw new InvalidValue(String.valueOf(malformed.getOriginalMessage()));
        }
        if (tree.isMissingNode()) {
            throw new InvalidValue("EOF");
        }
        if (!tree.isObject()) {
            throw new InvalidValue("json: cannot unmarshal " + ConfigKey.kind(tree)
                    + " into Go value of type map[string]interface {}");
        }
        List<String> unknown = new ArrayList<>();
        List<String> twice = new ArrayList<>();
        Map<Flag<?>, List<Object>> values = new HashMap<>();
        Map<String, JsonNode> others = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : tree.properties()) {
            Optional<ConfigKey> key = ConfigKey.of(entry.getKey());
            if (key.isEmpty()) {
                unknown.addAll(ConfigKey.names(entry.getKey(), entry.getValue()));
            } else if (key.get().flag().isPresent()) {
                Flag<?> flag = key.get().flag().get();
                if (flags.given(flag)) {
                    twice.add(key.get().twice(flags.values(flag), entry.getValue()));
                }
                values.put(flag, key.get().read(entry.getValue()));
            } else {
                others.put(entry.getKey(), entry.getValue());
            }
        }
        refuse("the following directives don't match any configuration option: ", unknown);
        refuse("the following directives are specified both as a flag and in the configuration file: ", twice);
        return new ConfigFile(values, others);
    }

    private static void refuse(String message, List<String> names) throws InvalidValue {
        if (!names.isEmpty()) {
            throw new InvalidValue(message + String.join(", ", names));
        }
    }

    boolean given(Flag<?> flag) {
        return values.containsKey(flag);
    }

    @SuppressWarnings("unchecked") // parse() puts only T behind a Flag<T>
    <T> List<T> values(Flag<T> flag) {
        return (List<T>) values.getOrDefault(flag, List.of());
    }

    boolean isEmpty() {
        return values.isEmpty() && others.isEmpty();
    }

    /** What no flag says; empty when the file does not either. */
    Optional<JsonNode> part(String key) {
        return Optional.ofNullable(others.get(key));
    }
}
