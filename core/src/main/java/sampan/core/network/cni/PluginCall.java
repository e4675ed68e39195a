package sampan.core.network.cni;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import sampan.core.error.EngineException;
import sampan.kernel.Fd;
import sampan.kernel.file.Memfd;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Read;
import sampan.kernel.file.Seek;
import sampan.kernel.file.Write;
import sampan.kernel.process.Child;
import sampan.kernel.process.Spawn;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * <a href="https://github.com/containernetworking/cni/blob/main/SPEC.md#section-2-execution-protocol">A plugin's parameters</a>: it reads its configuration from its
 * standard input, and writes a result to its standard output.
 *
 * @param command {@code ADD}, {@code CHECK} or {@code DEL}
 * @param namespace a path of the container's network namespace; empty: it is gone
 * @param link what the container is to call it
 */
record PluginCall(String command, String container, String namespace, String link) {
    /** Debian's folder, then the usual ones. */
    private static final List<Path> FOLDERS =
            List.of(Path.of("/usr/lib/cni"), Path.of("/opt/cni/bin"), Path.of("/usr/libexec/cni"));

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int LARGEST = 1 << 20;

    /** Whether there is such a plugin. */
    static boolean isThere(String type) {
        return FOLDERS.stream().anyMatch(folder -> Files.isExecutable(folder.resolve(type)));
    }

    static EngineException missing(String type) {
        String folders = FOLDERS.stream().map(Path::toString).collect(Collectors.joining(", "));
        return new EngineException.NotFound("CNI plugin \"" + type + "\" is in none of " + folders
                + " (Debian has it in containernetworking-plugins)");
    }

    /** What the plugin says; an IOException when it says that it failed. */
    JsonNode run(ObjectNode configuration) throws IOException {
        String type = configuration.path("type").asString("");
        Path program = FOLDERS.stream()
                .map(folder -> folder.resolve(type))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> missing(type));
        try (Fd binary = Open.open(program, OpenFlags.O_PATH);
                Fd in = Memfd.create("cni configuration");
                Fd out = Memfd.create("cni result");
                Fd err = Memfd.create("cni errors")) {
            Write.fully(in, configuration.toString().getBytes(StandardCharsets.UTF_8));
            Seek.to(in, 0);
            Spawn.Stdio streams = Spawn.Stdio.of(in, out, err);
            boolean good = succeeds(new Spawn.Command(binary, List.of(type), environment(), List.of(), streams));
            String said = content(out);
            if (!good) {
                throw new IOException("plugin " + type + " failed (" + command + "): "
                        + reason(said.isBlank() ? content(err) : said));
            }
            return said.isBlank() ? JsonMapper.shared().createObjectNode() : tree(type, said);
        }
    }

    private List<String> environment() {
        return List.of(
                "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                "CNI_COMMAND=" + command,
                "CNI_CONTAINERID=" + container,
                "CNI_NETNS=" + namespace,
                "CNI_IFNAME=" + link,
                "CNI_PATH=" + FOLDERS.stream().map(Path::toString).collect(Collectors.joining(":")));
    }

    private static boolean succeeds(Spawn.Command command) throws IOException {
        try (Child child = Spawn.start(command)) {
            return child.endWithin(PATIENCE) == 0;
        }
    }

    private static String content(Fd file) throws IOException {
        Seek.to(file, 0);
        return new String(Read.all(file, LARGEST), StandardCharsets.UTF_8);
    }

    private static JsonNode tree(String type, String said) throws IOException {
        try {
            return JsonMapper.shared().readTree(said);
        } catch (JacksonException e) {
            throw new IOException("plugin " + type + " answered what is no JSON", e);
        }
    }

    /** The sentence of an error result, or what else it wrote. */
    private static String reason(String said) {
        try {
            JsonNode error = JsonMapper.shared().readTree(said);
            String details = error.path("details").asString("");
            return error.path("msg").asString(said.strip()) + (details.isEmpty() ? "" : ": " + details);
        } catch (JacksonException _) {
            return said.isBlank() ? "it says nothing" : said.strip();
        }
    }
}
