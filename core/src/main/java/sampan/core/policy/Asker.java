package sampan.core.policy;

import java.util.List;
import java.util.OptionalLong;

/**
 * Who asks, as the kernel knows it.
 *
 * @param uid empty for one who came over the network
 * @param gid as the uid
 * @param groups supplementary
 * @param pid 0 when it has none here
 * @param socket that it came by: {@code unix:///run/sampan/sampan.sock}
 */
public record Asker(OptionalLong uid, OptionalLong gid, List<Long> groups, int pid, String socket) {
    public Asker {
        groups = List.copyOf(groups);
    }

    public static Asker local(long uid, long gid, List<Long> groups, int pid, String socket) {
        return new Asker(OptionalLong.of(uid), OptionalLong.of(gid), groups, pid, socket);
    }

    public static Asker remote(String socket) {
        return new Asker(OptionalLong.empty(), OptionalLong.empty(), List.of(), 0, socket);
    }

    /** Under which name containers are its own. */
    public String owner() {
        return uid.isPresent() ? "uid " + uid.getAsLong() : socket;
    }

    boolean isIn(long group) {
        return (gid.isPresent() && gid.getAsLong() == group) || groups.contains(group);
    }
}
