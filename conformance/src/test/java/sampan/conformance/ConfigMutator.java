package sampan.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes up {@code config.json} files: good ones with parts exchanged, repeated, taken away, or with values from the edges of what can
 * be said; and bytes of good ones damaged. The same number gives the same file.
 */
final class ConfigMutator {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MOST_CHANGES = 6;

    /** Words that mean something somewhere. */
    private static final List<String> WORDS = List.of(
            "",
            "/",
            ".",
            "..",
            "/..",
            "a",
            "/proc",
            "/proc/self/fd/7",
            "/sys",
            "/dev",
            "/dev/null",
            "/dev/../x",
            "//",
            "a/../../b",
            "/etc/passwd",
            "\u0000",
            "/a\u0000b",
            "a=b",
            "=",
            "PATH=",
            "HOME=/\n",
            "\ud800",
            "\u0660",
            "x".repeat(5000),
            "/" + "y".repeat(300),
            "/d".repeat(600),
            "bind",
            "rbind",
            "ro",
            "rro",
            "idmap",
            "ridmap",
            "tmpcopyup",
            "shared",
            "rslave",
            "unbindable",
            "size=1",
            "mode=99999999",
            "proc",
            "tmpfs",
            "sysfs",
            "cgroup",
            "cgroup2",
            "mqueue",
            "devpts",
            "overlay",
            "pid",
            "user",
            "mount",
            "network",
            "time",
            "cgroup",
            "CAP_SYS_ADMIN",
            "CAP_NOPE",
            "cap_kill",
            "RLIMIT_NOFILE",
            "RLIMIT_X",
            "SCMP_ACT_ALLOW",
            "SCMP_ACT_ERRNO",
            "SCMP_ACT_KILL",
            "SCMP_ACT_NOTIFY",
            "SCMP_ARCH_X86_64",
            "SCMP_ARCH_X86",
            "SCMP_CMP_MASKED_EQ",
            "SCMP_CMP_NOPE",
            "clone",
            "execve",
            "no_such_call",
            "SECCOMP_FILTER_FLAG_TSYNC",
            "net.ipv4.ip_forward",
            "kernel.shmmax",
            "kernel.core_pattern",
            "fs.mqueue.x",
            "net/ipv4/../../x",
            "c",
            "b",
            "p",
            "u",
            "a",
            "rwm",
            "m",
            "0-3",
            "0-4294967295",
            "1,2,",
            "SCHED_FIFO",
            "SCHED_BATCH",
            "SCHED_DEADLINE",
            "IOPRIO_CLASS_RT",
            "MPOL_BIND",
            "LINUX32",
            "PER_LINUX32",
            "1.0.2",
            "0",
            "-1",
            "18446744073709551616",
            "/proc/1/ns/net",
            "/proc/self/ns/pid",
            "system.slice:x:y",
            "../../../x",
            "memory.max",
            "hugetlb.x");

    private static final long[] NUMBERS = {
        0,
        1,
        -1,
        2,
        3,
        7,
        10,
        63,
        64,
        255,
        256,
        1000,
        -1000,
        1001,
        4095,
        4096,
        65535,
        65536,
        1048575,
        1048576,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        2147483648L,
        4294967294L,
        4294967295L,
        4294967296L,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    private final List<JsonNode> seeds;
    private final List<String> names;

    private ConfigMutator(List<JsonNode> seeds) {
        this.seeds = seeds;
        this.names =
                seeds.stream().flatMap(ConfigMutator::names).distinct().sorted().toList();
    }

    private static Stream<String> names(JsonNode node) {
        Stream<String> own = node.propertyNames().stream();
        return Stream.concat(own, node.valueStream().flatMap(ConfigMutator::names));
    }

    /** Starts from a usual bundle's file and the files of a folder. */
    static ConfigMutator of(Path folder, JsonNode... usual) throws IOException {
        List<JsonNode> seeds = new ArrayList<>(List.of(usual));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                JsonNode document = JSON.readTree(Files.readString(file));
                seeds.add(document.has("process") ? document : document.get("spec"));
            }
        }
        return new ConfigMutator(seeds);
    }

    byte[] config(long number) {
        SplittableRandom random = new SplittableRandom(number * 0x9e3779b97f4a7c15L);
        JsonNode document = seeds.get(random.nextInt(seeds.size())).deepCopy();
        int changes = 1 + random.nextInt(random.nextInt(MOST_CHANGES) + 1);
        for (int i = 0; i < changes; i++) {
            document = change(document, random);
        }
        byte[] text = text(document);
        return random.nextInt(4) == 0 ? damaged(text, random) : text;
    }

    private static byte[] text(JsonNode document) {
        // Half of a pair cannot be written as it is.
        return document.toString().replace("\ud800", "\\ud800").getBytes(StandardCharsets.UTF_8);
    }

    /** One place of the tree, and one thing done there. */
    private JsonNode change(JsonNode document, SplittableRandom random) {
        List<JsonNode> inner = new ArrayList<>();
        collect(document, inner);
        if (inner.isEmpty()) {
            return value(random, 2);
        }
        JsonNode place = inner.get(random.nextInt(inner.size()));
        if (place instanceof ArrayNode array) {
            change(array, document, random);
        } else {
            change((ObjectNode) place, document, random);
        }
        return random.nextInt(2000) == 0 ? value(random, 3) : document;
    }

    private static void collect(JsonNode node, List<JsonNode> inner) {
        if (node.isContainer()) {
            inner.add(node);
            node.valueStream().forEach(child -> collect(child, inner));
        }
    }

    private void change(ArrayNode array, JsonNode document, SplittableRandom random) {
        int at = array.isEmpty() ? 0 : random.nextInt(array.size());
        switch (random.nextInt(6)) {
            case 0 -> array.add(value(random, 2));
            case 1 -> array.insert(at, anywhere(document, random));
            case 2 ->
                array.add(array.isEmpty() ? value(random, 1) : array.get(at).deepCopy());
            case 3 -> array.remove(at);
            case 4 -> {
                for (int i = 0; i < 40 && !array.isEmpty(); i++) {
                    array.add(array.get(at).deepCopy());
                }
            }
            default -> {
                if (!array.isEmpty()) {
                    array.set(at, value(random, 2));
                }
            }
        }
    }

    private void change(ObjectNode object, JsonNode document, SplittableRandom random) {
        List<String> own = List.copyOf(object.propertyNames());
        String name = own.isEmpty() || random.nextInt(4) == 0
                ? names.get(random.nextInt(names.size()))
                : own.get(random.nextInt(own.size()));
        switch (random.nextInt(4)) {
            case 0 -> object.remove(name);
            case 1 -> object.set(name, anywhere(document, random));
            default -> object.set(name, near(object.get(name), random));
        }
    }

    /** Of the same kind, mostly: what is refused for its kind alone is soon known. */
    private JsonNode near(@org.jspecify.annotations.Nullable JsonNode old, SplittableRandom random) {
        if (old == null || random.nextInt(5) == 0) {
            return value(random, 2);
        }
        if (old.isNumber()) {
            return NODES.numberNode(NUMBERS[random.nextInt(NUMBERS.length)]);
        }
        if (old.isString()) {
            return NODES.stringNode(WORDS.get(random.nextInt(WORDS.size())));
        }
        if (old.isBoolean()) {
            return NODES.booleanNode(!old.booleanValue());
        }
        return old.isArray() ? NODES.arrayNode() : NODES.objectNode();
    }

    private JsonNode anywhere(JsonNode document, SplittableRandom random) {
        List<JsonNode> inner = new ArrayList<>();
        collect(random.nextBoolean() ? document : seeds.get(random.nextInt(seeds.size())), inner);
        JsonNode place = inner.get(random.nextInt(inner.size()));
        List<JsonNode> children = place.valueStream().toList();
        return children.isEmpty()
                ? value(random, 1)
                : children.get(random.nextInt(children.size())).deepCopy();
    }

    private JsonNode value(SplittableRandom random, int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 6)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(NUMBERS[random.nextInt(NUMBERS.length)]);
            case 3 ->
                random.nextBoolean()
                        ? NODES.numberNode(random.nextDouble() * 1e300)
                        : NODES.numberNode(new java.math.BigInteger("18446744073709551615"));
            case 4, 5 -> NODES.stringNode(WORDS.get(random.nextInt(WORDS.size())));
            case 6 -> NODES.arrayNode().add(value(random, depth - 1)).add(value(random, depth - 1));
            default -> NODES.objectNode().set(names.get(random.nextInt(names.size())), value(random, depth - 1));
        };
    }

    /** Bytes changed, taken out, put in, said twice; an end that is missing. */
    private static byte[] damaged(byte[] text, SplittableRandom random) {
        byte[] bytes = text.clone();
        for (int i = random.nextInt(4); i >= 0 && bytes.length > 4; i--) {
            int at = random.nextInt(bytes.length);
            int to = Math.min(bytes.length, at + 1 + random.nextInt(20));
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes = spliced(bytes, at, to, new byte[0]);
                case 2 -> bytes = spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, to));
                case 3 ->
                    bytes = spliced(
                            bytes, at, at, "[{".repeat(random.nextInt(3000)).getBytes(StandardCharsets.US_ASCII));
                default -> bytes = random.nextInt(4) == 0 ? Arrays.copyOf(bytes, at) : bytes;
            }
        }
        return bytes;
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] middle) {
        byte[] all = new byte[from + middle.length + bytes.length - to];
        System.arraycopy(bytes, 0, all, 0, from);
        System.arraycopy(middle, 0, all, from, middle.length);
        System.arraycopy(bytes, to, all, from + middle.length, bytes.length - to);
        return all;
    }
}
