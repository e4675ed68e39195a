package sampan.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import tools.jackson.databind.JsonNode;

/**
 * A name in {@code daemon.json}, what stands behind it, and the flag that says the same.
 *
 * @param flag empty where only the file says it
 */
record ConfigKey(String name, Form form, Optional<Flag<?>> flag) {
    /** How values are written. */
    enum Form {
        ONE,
        LIST,
        MAP,
        MAPS,
        ULIMITS,
        POOLS,
        RUNTIMES,
        OWN
    }

    /** Flags that may be given several times have names of their own in the file. */
    private static final Map<String, Named> MANY = Map.ofEntries(
            Map.entry("authorization-plugins", new Named(DaemonFlags.AUTHORIZATION_PLUGIN, Form.LIST)),
            Map.entry("cdi-spec-dirs", new Named(DaemonFlags.CDI_SPEC_DIR, Form.LIST)),
            Map.entry("default-address-pools", new Named(DockerdFlags.ADDRESS_POOL, Form.POOLS)),
            Map.entry("default-network-opts", new Named(DockerdFlags.NETWORK_OPT, Form.MAPS)),
            Map.entry("default-ulimits", new Named(DockerdFlags.ULIMIT, Form.ULIMITS)),
            Map.entry("dns", new Named(DockerdFlags.DNS, Form.LIST)),
            Map.entry("dns-opts", new Named(DockerdFlags.DNS_OPT, Form.LIST)),
            Map.entry("dns-search", new Named(DockerdFlags.DNS_SEARCH, Form.LIST)),
            Map.entry("exec-opts", new Named(DaemonFlags.EXEC_OPT, Form.LIST)),
            Map.entry("hosts", new Named(DaemonFlags.HOST, Form.LIST)),
            Map.entry("insecure-registries", new Named(DockerdFlags.INSECURE_REGISTRY, Form.LIST)),
            Map.entry("labels", new Named(DockerdFlags.LABEL, Form.LIST)),
            Map.entry("log-opts", new Named(DockerdFlags.LOG_OPT, Form.MAP)),
            Map.entry("registry-mirrors", new Named(DockerdFlags.MIRROR, Form.LIST)),
            Map.entry("runtimes", new Named(DockerdFlags.ADD_RUNTIME, Form.RUNTIMES)));

    /** Not in the file. */
    private static final Set<Flag<?>> LINE_ONLY = Set.of(
            DaemonFlags.CONFIG_FILE,
            DaemonFlags.VERSION,
            DaemonFlags.VALIDATE,
            DaemonFlags.ON_DEMAND,
            DaemonFlags.IDLE_TIMEOUT,
            DockerdFlags.HTTP_PROXY,
            DockerdFlags.HTTPS_PROXY,
            DockerdFlags.NO_PROXY);

    /** Only in the file; "proxies" says together what flags say one by one, "features" switches parts of dockerd on that Sampan either always has or never. */
    private static final Set<String> FILE_ONLY = Set.of("event-hooks", "features", "proxies");

    /** dockerd finds out about these before it validates. */
    private static final Set<String> READ_AT_ONCE =
            Set.of("default-shm-size", "image-gc", "log-level", "storage-driver");

    private record Named(Flag<?> flag, Form form) {}

    static Optional<ConfigKey> of(String name) {
        if (FILE_ONLY.contains(name)) {
            return Optional.of(new ConfigKey(name, Form.OWN, Optional.empty()));
        }
        Named many = MANY.get(name);
        if (many != null) {
            return Optional.of(new ConfigKey(name, many.form(), Optional.of(many.flag())));
        }
        Set<Flag<?>> elsewhere = MANY.values().stream().map(Named::flag).collect(Collectors.toSet());
        return DaemonFlags.all().stream()
                .filter(flag -> flag.name().equals(name) && !elsewhere.contains(flag) && !LINE_ONLY.contains(flag))
                .findFirst()
                .map(flag -> new ConfigKey(name, Form.ONE, Optional.of(flag)));
    }

    /** As dockerd names unknown ones: of an object, what is in it. */
    static List<String> names(String name, JsonNode value) {
        return value.isObject() && !value.isEmpty() ? List.copyOf(value.propertyNames()) : List.of(name);
    }

    static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "array";
            case OBJECT -> "object";
            case STRING -> "string";
            case NUMBER -> "number";
            case BOOLEAN -> "bool";
            case BINARY, MISSING, NULL, POJO -> "null";
        };
    }

    /** Values of the flag. */
    List<Object> read(JsonNode node) throws InvalidValue {
        Flag<?> known = flag.orElseThrow();
        if (known.refusal().isPresent()) {
            throw new InvalidValue(known.refusal().get().sentence(known.name()));
        }
        List<Object> all = new ArrayList<>();
        for (String text : texts(node, known)) {
            try {
                all.add(known.parser().parse(text));
            } catch (InvalidValue wrong) {
                throw new InvalidValue(
                        (READ_AT_ONCE.contains(name) ? "" : "configuration validation from file failed: ")
                                + wrong.getMessage());
            }
        }
        return all;
    }

    private List<String> texts(JsonNode node, Flag<?> known) throws InvalidValue {
        return switch (form) {
            case ONE -> List.of(one(node, known));
            case LIST -> list(node);
            case MAP -> map(node);
            case MAPS -> maps(node);
            case ULIMITS ->
                objects(node)
                        .map(each -> each.path("Name").asString("") + "="
                                + each.path("Soft").asString("0") + ":"
                                + each.path("Hard").asString("0"))
                        .toList();
            case POOLS -> pools(node);
            case RUNTIMES ->
                node.properties().stream()
                        .map(entry -> entry.getKey() + "="
                                + entry.getValue().path("path").asString(""))
                        .toList();
            case OWN -> List.of();
        };
    }

    private String one(JsonNode node, Flag<?> known) throws InvalidValue {
        String type = known.isSwitch() ? "bool" : known.type();
        boolean fits = switch (type) {
            case "bool" -> node.isBoolean();
            case "int" -> node.isIntegralNumber();
            case "bytes" -> node.isIntegralNumber() || node.isString();
            default -> node.isString();
        };
        if (!fits) {
            throw mismatch(node, List.of("bool", "int").contains(type) ? type : "string");
        }
        return node.asString();
    }

    private InvalidValue mismatch(JsonNode node, String type) {
        return new InvalidValue(
                "json: cannot unmarshal " + kind(node) + " into Go struct field Config." + name + " of type " + type);
    }

    private List<String> list(JsonNode node) throws InvalidValue {
        if (!node.isArray()) {
            throw mismatch(node, "[]string");
        }
        for (JsonNode each : node) {
            if (!each.isString()) {
                throw mismatch(each, "string");
            }
        }
        return node.valueStream().map(JsonNode::asString).toList();
    }

    private List<String> map(JsonNode node) throws InvalidValue {
        if (!node.isObject()) {
            throw mismatch(node, "map[string]string");
        }
        List<String> all = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (!entry.getValue().isString()) {
                throw mismatch(entry.getValue(), "string");
            }
            all.add(entry.getKey() + "=" + entry.getValue().asString());
        }
        return all;
    }

    /** Driver, option and value, as the flag has them. */
    private List<String> maps(JsonNode node) throws InvalidValue {
        if (!node.isObject()) {
            throw mismatch(node, "map[string]map[string]string");
        }
        List<String> all = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            for (String option : map(entry.getValue())) {
                all.add(entry.getKey() + "=" + option);
            }
        }
        return all;
    }

    private Stream<JsonNode> objects(JsonNode node) throws InvalidValue {
        if (!node.isObject()) {
            throw mismatch(node, "map[string]*units.Ulimit");
        }
        return node.valueStream();
    }

    private List<String> pools(JsonNode node) throws InvalidValue {
        if (!node.isArray()) {
            throw mismatch(node, "[]*ipamutils.NetworkToSplit");
        }
        return node.valueStream()
                .map(pool -> "base=" + pool.path("base").asString("") + ",size="
                        + pool.path("size").asString("0"))
                .toList();
    }

    /** {@code labels: (from flag: [c=d], from file: [a=b])}. */
    String twice(List<?> onLine, JsonNode inFile) {
        String line = switch (form) {
            case ONE, OWN -> String.valueOf(onLine.getLast());
            case LIST, MAPS, ULIMITS, POOLS, RUNTIMES ->
                bracketed("", onLine.stream().map(String::valueOf));
            case MAP ->
                bracketed(
                        "map", onLine.stream().map(text -> String.valueOf(text).replaceFirst("=", ":")));
        };
        String file = inFile.isArray()
                ? bracketed("", inFile.valueStream().map(JsonNode::asString))
                : inFile.isObject()
                        ? bracketed(
                                "map",
                                inFile.properties().stream()
                                        .map(entry -> entry.getKey() + ":"
                                                + entry.getValue().asString("")))
                        : inFile.asString();
        return name + ": (from flag: " + line + ", from file: " + file + ")";
    }

    private static String bracketed(String before, Stream<String> words) {
        return words.collect(Collectors.joining(" ", before + "[", "]"));
    }
}
