package sampan.core.container.root;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import sampan.core.container.state.ContainerRecord;
import sampan.core.error.EngineException;
import sampan.runtime.user.Identity;
import sampan.runtime.user.InvalidUserException;
import sampan.runtime.user.UserDatabase;

/** Who a container's processes are, by its passwd and group files, which are read in its layers and never through a mount. */
public final class UserLookup {
    /** CVE-2026-47262: an image's passwd may be anything. */
    private static final int LARGEST = 4 << 20;

    private static final int MOST = 256;

    private final RootFilesystems roots;
    /** By image, for containers that have not written yet. */
    private final Map<String, UserDatabase> known = new ConcurrentHashMap<>();

    public UserLookup(RootFilesystems roots) {
        this.roots = roots;
    }

    /** The container's own user. */
    public Identity find(ContainerRecord container) throws IOException {
        return find(container, container.config().user());
    }

    public Identity find(ContainerRecord container, String user) throws IOException {
        try {
            return database(container)
                    .resolve(user, container.hostConfig().security().groupAdd());
        } catch (InvalidUserException e) {
            throw new EngineException.InvalidArgument(String.valueOf(e.getMessage()));
        }
    }

    private UserDatabase database(ContainerRecord container) throws IOException {
        if (container.end().isPresent()) {
            return read(container);
        }
        UserDatabase database = known.get(container.image());
        if (database == null) {
            if (known.size() >= MOST) {
                known.clear();
            }
            database = read(container);
            known.put(container.image(), database);
        }
        return database;
    }

    private UserDatabase read(ContainerRecord container) throws IOException {
        byte[] passwd = roots.read(container, "/etc/passwd", LARGEST).orElse(new byte[0]);
        byte[] group = roots.read(container, "/etc/group", LARGEST).orElse(new byte[0]);
        return UserDatabase.of(passwd, group);
    }
}
