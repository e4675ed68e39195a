package sampan.core.network.cni;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import sampan.core.error.EngineException;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Directory;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Read;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Configurations that the host's administrator has installed for whoever runs plugins, podman for example: files below /etc/cni/net.d. */
final class InstalledNetworks {
    static final Path FOLDER = Path.of("/etc/cni/net.d");

    private static final Pattern FILE = Pattern.compile(".+\\.(conflist|conf|json)");

    private InstalledNetworks() {}

    /** The first one of that name, in the order of the files' names. */
    static Optional<String> find(String name) {
        try (Fd folder = Open.open(FOLDER, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY)) {
            List<String> files = Directory.list(folder).stream()
                    .map(Directory.Entry::text)
                    .filter(file -> FILE.matcher(file).matches())
                    .sorted()
                    .toList();
            for (String file : files) {
                Optional<String> text = text(folder, file).filter(found -> isCalled(found, name));
                if (text.isPresent()) {
                    return text;
                }
            }
            return Optional.empty();
        } catch (SyscallException missing) {
            if (missing.is(Errno.ENOENT) || missing.is(Errno.ENOTDIR)) {
                return Optional.empty();
            }
            throw unreadable(missing);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static EngineException unreadable(IOException e) {
        return new EngineException.SystemError("cannot read " + FOLDER, e);
    }

    private static Optional<String> text(Fd folder, String file) throws IOException {
        try (Fd opened =
                Open.at(folder, file.getBytes(StandardCharsets.UTF_8), OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK, 0)) {
            return Optional.of(new String(Read.all(opened, PluginList.LARGEST), StandardCharsets.UTF_8));
        } catch (IOException _) {
            return Optional.empty(); // a folder, or one that is larger than any that is taken
        }
    }

    private static boolean isCalled(String text, String name) {
        try {
            return JsonMapper.shared().readTree(text).path("name").asString("").equals(name);
        } catch (JacksonException _) {
            return false;
        }
    }
}
