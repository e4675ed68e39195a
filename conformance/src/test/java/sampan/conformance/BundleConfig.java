package sampan.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A {@code config.json} as managers write it, to be changed property by property. Values are JSON with single quotes.
 *
 * <p>A property is named by its path, as in {@code process.user.uid} or {@code mounts.0.source}.
 */
final class BundleConfig {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();
    private static final String USUAL = """
            {'ociVersion': '1.0.2', 'hostname': 'bundled', 'root': {'path': 'rootfs'},
             'process': {'terminal': false, 'user': {'uid': 0, 'gid': 0}, 'cwd': '/', 'env': ['PATH=/bin', 'HOME=/'], 'args': [],
                'noNewPrivileges': true,
                'capabilities': {'bounding': ['CAP_KILL', 'CAP_MKNOD', 'CAP_SETUID', 'CAP_SETGID', 'CAP_CHOWN'],
                                 'effective': ['CAP_KILL', 'CAP_MKNOD', 'CAP_SETUID', 'CAP_SETGID', 'CAP_CHOWN'],
                                 'permitted': ['CAP_KILL', 'CAP_MKNOD', 'CAP_SETUID', 'CAP_SETGID', 'CAP_CHOWN']}},
             'mounts': [
                {'destination': '/proc', 'type': 'proc', 'source': 'proc', 'options': ['nosuid', 'noexec', 'nodev']},
                {'destination': '/dev', 'type': 'tmpfs', 'source': 'tmpfs', 'options': ['nosuid', 'mode=755', 'size=65536k']},
                {'destination': '/dev/pts', 'type': 'devpts', 'source': 'devpts',
                 'options': ['nosuid', 'noexec', 'newinstance', 'ptmxmode=0666', 'mode=0620']},
                {'destination': '/dev/shm', 'type': 'tmpfs', 'source': 'shm', 'options': ['nosuid', 'noexec', 'nodev', 'mode=1777']},
                {'destination': '/sys', 'type': 'sysfs', 'source': 'sysfs', 'options': ['nosuid', 'noexec', 'nodev', 'ro']}],
             'linux': {'namespaces': [{'type': 'pid'}, {'type': 'ipc'}, {'type': 'uts'}, {'type': 'mount'}, {'type': 'network'},
                                      {'type': 'cgroup'}],
                'maskedPaths': ['/proc/kcore', '/proc/keys', '/proc/timer_list', '/proc/scsi', '/sys/firmware'],
                'readonlyPaths': ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger']}}
            """;

    private final ObjectNode root = (ObjectNode) JSON.readTree(USUAL);

    /** Six namespaces, five capabilities, the usual mounts and masks. */
    static BundleConfig of(String... arguments) {
        BundleConfig config = new BundleConfig();
        ArrayNode args = (ArrayNode) config.root.get("process").get("args");
        List.of(arguments).forEach(args::add);
        return config;
    }

    BundleConfig set(String path, String value) {
        put(path, JSON.readTree(value));
        return this;
    }

    BundleConfig text(String path, String value) {
        put(path, root.stringNode(value));
        return this;
    }

    /** One more element at the end of an array, which is made if need be. */
    BundleConfig add(String path, String value) {
        JsonNode array = at(path);
        if (array.isMissingNode()) {
            put(path, root.arrayNode());
            array = at(path);
        }
        ((ArrayNode) array).add(JSON.readTree(value));
        return this;
    }

    BundleConfig bind(String source, String destination, String... options) {
        StringBuilder words = new StringBuilder("'bind'");
        List.of(options).forEach(option -> words.append(", '").append(option).append("'"));
        return add(
                "mounts",
                "{'destination': '%s', 'type': 'bind', 'source': '%s', 'options': [%s]}"
                        .formatted(destination, source, words));
    }

    BundleConfig remove(String path) {
        int last = path.lastIndexOf('.');
        JsonNode above = last < 0 ? root : at(path.substring(0, last));
        ((ObjectNode) above).remove(path.substring(last + 1));
        return this;
    }

    private JsonNode at(String path) {
        return root.at("/" + path.replace('.', '/'));
    }

    private void put(String path, JsonNode value) {
        String[] names = path.split("\\.");
        JsonNode node = root;
        for (int i = 0; i < names.length - 1; i++) {
            JsonNode next = node.isArray() ? node.get(Integer.parseInt(names[i])) : node.get(names[i]);
            node = next != null ? next : ((ObjectNode) node).putObject(names[i]);
        }
        String name = names[names.length - 1];
        if (node.isArray()) {
            ((ArrayNode) node).set(Integer.parseInt(name), value);
        } else {
            ((ObjectNode) node).set(name, value);
        }
    }

    JsonNode tree() {
        return root.deepCopy();
    }

    void write(Path bundle) throws IOException {
        Files.writeString(bundle.resolve("config.json"), root.toPrettyString());
    }
}
