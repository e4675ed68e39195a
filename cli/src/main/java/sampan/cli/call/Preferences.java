package sampan.cli.call;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sampan.cli.flag.InvalidValue;
import sampan.cli.value.DetachKeysText;
import sampan.core.config.ConfigJson;
import sampan.core.monitor.DetachKeys;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Read;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** What the caller wants always, as Docker's client is told: {@code ~/.docker/config.json}. It is looked at only where a command line does not say. */
public final class Preferences {
    private static final int LARGEST = 1 << 20;
    private static final String DEFAULT_CONTEXT = "default";

    private Preferences() {}

    /** The usual {@code --format} of a listing, if it has one. */
    public static String format(Call call, String name) throws IOException {
        return text(call, name).orElse("");
    }

    /** Those that detach from a container, where the command line names none. */
    public static DetachKeys detachKeys(Call call) throws IOException {
        try {
            return DetachKeysText.parse(text(call, "detachKeys").orElse(""));
        } catch (InvalidValue wrong) {
            warn(call, file(call), "detachKeys: " + wrong.getMessage());
            return DetachKeys.standard();
        }
    }

    /** Filters of the prune commands: those given, and those always meant unless what was given says the opposite. */
    public static List<String> pruneFilters(Call call, List<String> given) throws IOException {
        List<String> all = new ArrayList<>(given);
        for (JsonNode filter : read(call).path("pruneFilters")) {
            String text = filter.asString("");
            String opposite = text.startsWith("label!=")
                    ? "label=" + text.substring("label!=".length())
                    : text.replaceFirst("^label=", "label!=");
            if (!given.contains(text) && (opposite.equals(text) || !given.contains(opposite))) {
                all.add(text);
            }
        }
        return all;
    }

    /** The context that the caller uses: an address in the environment goes before a name there, and that before the one that was chosen for always. */
    public static String context(Call call) throws IOException {
        Map<String, String> environment = call.session().request().environment();
        if (!environment.getOrDefault("DOCKER_HOST", "").isEmpty()) {
            return DEFAULT_CONTEXT;
        }
        String named = environment.getOrDefault("DOCKER_CONTEXT", "");
        return named.isEmpty() ? text(call, "currentContext").orElse(DEFAULT_CONTEXT) : named;
    }

    private static Optional<String> text(Call call, String name) throws IOException {
        JsonNode value = read(call).path(name);
        if (!value.isMissingNode() && !value.isString()) {
            warn(
                    call,
                    file(call),
                    "json: cannot unmarshal " + kind(value) + " into Go struct field ConfigFile." + name
                            + " of type string");
            return Optional.empty();
        }
        return Optional.of(value.asString("")).filter(text -> !text.isEmpty());
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case NUMBER -> "number";
            case BOOLEAN -> "bool";
            case ARRAY -> "array";
            case OBJECT -> "object";
            case STRING -> "string";
            case NULL, MISSING, BINARY, POJO -> "null";
        };
    }

    public static String file(Call call) {
        Map<String, String> environment = call.session().request().environment();
        String folder = environment.getOrDefault("DOCKER_CONFIG", "");
        return (folder.isEmpty() ? environment.getOrDefault("HOME", "/root") + "/.docker" : folder) + "/config.json";
    }

    /** There is something, and it is no configuration: then nothing may take its place. */
    public static boolean isUnreadable(Call call) throws IOException {
        if (call.session().request().overSsh()) {
            return true;
        }
        try (Fd opened = call.invoker().files().open(file(call), OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK, 0)) {
            return Read.all(opened, LARGEST).length > 0;
        } catch (SyscallException failed) {
            return !failed.is(Errno.ENOENT);
        }
    }

    /** Who typed on another machine has the file there. */
    public static JsonNode read(Call call) throws IOException {
        if (call.session().request().overSsh()) {
            return MissingNode.getInstance();
        }
        String file = file(call);
        try (Fd opened = call.invoker().files().open(file, OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK, 0)) {
            byte[] bytes = Read.all(opened, LARGEST);
            return bytes.length == 0 ? MissingNode.getInstance() : ConfigJson.MAPPER.readTree(bytes);
        } catch (SyscallException failed) {
            if (!failed.is(Errno.ENOENT) && !failed.is(Errno.ENOTDIR)) {
                warn(call, file, Errno.sentence(failed.errno()));
            }
        } catch (JacksonException malformed) {
            warn(call, file, malformed.getOriginalMessage());
        }
        return MissingNode.getInstance();
    }

    private static void warn(Call call, String file, String why) throws IOException {
        call.err()
                .println("WARNING: Error parsing config file (" + file + "): "
                        + why.lines().findFirst().orElse(""));
    }
}
