package sampan.cli.complete;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sampan.cli.front.FrontSession;
import sampan.core.caller.HostFiles;
import sampan.core.config.ConfigJson;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Directory;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Read;
import sampan.kernel.rootfs.Folder;
import sampan.kernel.rootfs.RootDirectory;
import sampan.kernel.rootfs.RootPath;
import tools.jackson.core.JacksonException;

/** Names of the caller's contexts, read by the caller's hand. */
final class ContextNames {
    private static final int LARGEST = 1 << 16;
    /** Nobody picks from a list that is longer. */
    private static final int MOST = 100;

    private ContextNames() {}

    static List<String> of(FrontSession session) throws IOException {
        Map<String, String> environment = session.request().environment();
        String named = environment.getOrDefault("DOCKER_CONFIG", "");
        String config = named.isEmpty() ? environment.getOrDefault("HOME", "/root") + "/.docker" : named;
        HostFiles files = session.caller().files();
        List<String> names = new ArrayList<>(List.of("default"));
        String folder = config + "/contexts/meta";
        for (String entry : entries(files, folder)) {
            name(files, folder + "/" + entry + "/meta.json", names);
        }
        return names;
    }

    private static List<String> entries(HostFiles files, String folder) throws IOException {
        try (RootDirectory root = RootDirectory.of(files.open(folder, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY, 0));
                Folder opened = root.folder(RootPath.root())) {
            return opened.list().stream().map(Directory.Entry::text).limit(MOST).toList();
        } catch (SyscallException none) {
            return List.of();
        }
    }

    private static void name(HostFiles files, String file, List<String> names) throws IOException {
        try (Fd opened = files.open(file, OpenFlags.O_RDONLY, 0)) {
            String name = ConfigJson.MAPPER
                    .readTree(Read.all(opened, LARGEST))
                    .path("Name")
                    .asString("");
            if (!name.isEmpty()) {
                names.add(name);
            }
        } catch (SyscallException | JacksonException unreadable) {
            return; // is no context
        }
    }
}
