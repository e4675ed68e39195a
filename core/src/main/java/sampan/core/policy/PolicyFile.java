package sampan.core.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import sampan.core.error.EngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A policy as it is written. What is not understood is an error: a rule that says less than its author meant is worse than none. */
public final class PolicyFile {
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final Set<String> KEYS = Set.of(
            "name",
            "sockets",
            "uids",
            "gids",
            "group",
            "readOnly",
            "containers",
            "privileged",
            "pull",
            "bindSources",
            "volumes",
            "networks",
            "images");

    private static final String WRITABLE = ":rw";
    private static final long LAST_ID = 0xffff_fffeL;

    private PolicyFile() {}

    public static Policy read(Path file) {
        try {
            return parse(Files.readAllBytes(file));
        } catch (IOException unreadable) {
            throw new EngineException.InvalidArgument("the policy cannot be read: open " + file + ": "
                    + (Files.exists(file) ? unreadable.getMessage() : "no such file or directory"));
        } catch (EngineException.InvalidArgument wrong) {
            throw new EngineException.InvalidArgument("the policy " + file + " is not valid: " + wrong.getMessage());
        }
    }

    static Policy parse(byte[] text) {
        JsonNode root;
        try {
            root = STRICT.readTree(text);
        } catch (JacksonException malformed) {
            throw wrong("not JSON: " + malformed.getOriginalMessage());
        }
        knownOnly(root, Set.of("rules"), "the policy");
        if (!root.path("rules").isArray()) {
            throw wrong("\"rules\" must be a list of rules");
        }
        List<Rule> rules = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode rule : root.path("rules")) {
            Rule read = rule(rule);
            if (!names.add(read.name())) {
                throw wrong("two rules are called " + read.name());
            }
            rules.add(read);
        }
        return new Policy(rules);
    }

    private static Rule rule(JsonNode json) {
        String name = json.path("name").asString("");
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")) {
            throw wrong("each rule needs a \"name\" of letters, digits, and the signs _.-");
        }
        String rule = "rule " + name;
        knownOnly(json, KEYS, rule);
        List<String> sockets = texts(json, "sockets", rule);
        Set<Long> uids = ids(json, "uids", rule);
        Set<Long> gids = ids(json, "gids", rule);
        if (sockets.isEmpty() && uids.isEmpty() && gids.isEmpty()) {
            throw wrong(rule + " is for nobody: it needs \"sockets\", \"uids\" or \"gids\"");
        }
        String group = text(json, "group", rule);
        Grant grant = new Grant(
                flag(json, "readOnly", rule),
                all(json, rule),
                flag(json, "privileged", rule),
                flag(json, "pull", rule),
                binds(json, rule),
                texts(json, "volumes", rule),
                texts(json, "networks", rule),
                texts(json, "images", rule));
        return new Rule(name, sockets, uids, gids, group.isEmpty() ? Optional.empty() : Optional.of(group), grant);
    }

    private static void knownOnly(JsonNode json, Set<String> keys, String where) {
        if (!json.isObject()) {
            throw wrong(where + " must be an object");
        }
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            if (!keys.contains(field.getKey())) {
                throw wrong(where + " has an unknown key \"" + field.getKey() + "\"; known are "
                        + new TreeSet<>(keys).stream().collect(Collectors.joining(", ")));
            }
        }
    }

    private static boolean all(JsonNode json, String rule) {
        String containers = text(json, "containers", rule);
        return switch (containers) {
            case "", "own" -> false;
            case "all" -> true;
            default -> throw wrong("\"containers\" of " + rule + " must be \"own\" or \"all\"");
        };
    }

    private static boolean flag(JsonNode json, String key, String rule) {
        JsonNode value = json.path(key);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw wrong("\"" + key + "\" of " + rule + " must be true or false");
        }
        return value.asBoolean(false);
    }

    private static String text(JsonNode json, String key, String rule) {
        JsonNode value = json.path(key);
        if (!value.isMissingNode() && (!value.isString() || value.asString().isEmpty())) {
            throw wrong("\"" + key + "\" of " + rule + " must be a text");
        }
        return value.asString("");
    }

    /** An empty list is refused: is nobody meant, or everybody? */
    private static List<String> texts(JsonNode json, String key, String rule) {
        List<String> all = new ArrayList<>();
        for (JsonNode value : list(json, key, rule)) {
            if (!value.isString() || value.asString().isEmpty()) {
                throw wrong("\"" + key + "\" of " + rule + " must be a list of texts");
            }
            all.add(value.asString());
        }
        return all;
    }

    private static Set<Long> ids(JsonNode json, String key, String rule) {
        Set<Long> all = new HashSet<>();
        for (JsonNode value : list(json, key, rule)) {
            if (!value.isIntegralNumber()
                    || !value.canConvertToLong()
                    || value.asLong() < 0
                    || value.asLong() > LAST_ID) {
                throw wrong("\"" + key + "\" of " + rule + " must be a list of numbers");
            }
            all.add(value.asLong());
        }
        return all;
    }

    private static JsonNode list(JsonNode json, String key, String rule) {
        JsonNode value = json.path(key);
        if (!value.isMissingNode() && (!value.isArray() || value.isEmpty())) {
            throw wrong("\"" + key + "\" of " + rule + " must be a list that is not empty");
        }
        return value;
    }

    private static List<Grant.Bind> binds(JsonNode json, String rule) {
        List<Grant.Bind> binds = new ArrayList<>();
        for (String text : texts(json, "bindSources", rule)) {
            boolean writable = text.endsWith(WRITABLE);
            String path = writable ? text.substring(0, text.length() - WRITABLE.length()) : text;
            if (!path.startsWith("/")
                    || path.indexOf('\0') >= 0
                    || !Path.of(path).normalize().toString().equals(path)) {
                throw wrong("\"bindSources\" of " + rule + ": " + path + " is not an absolute path without . and ..");
            }
            binds.add(new Grant.Bind(path, writable));
        }
        return binds;
    }

    private static EngineException wrong(String sentence) {
        return new EngineException.InvalidArgument(sentence);
    }
}
