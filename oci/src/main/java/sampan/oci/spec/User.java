package sampan.oci.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** <a href="https://github.com/opencontainers/runtime-spec/blob/main/config.md#posix-platform-user">config.md#posix-platform-user</a> */
public record User(
        long uid,
        long gid,
        @Nullable Integer umask,
        List<Long> additionalGids,
        @Nullable String username) {
    public static final User ROOT = new User(0, 0, null, List.of(), null);

    private static final long LAST_ID = 0xffff_fffeL; // 2^32-1 means "leave it" to the kernel

    public User(
            long uid,
            long gid,
            @Nullable Integer umask,
            @Nullable List<Long> additionalGids,
            @Nullable String username) {
        this.uid = checked("uid", uid);
        this.gid = checked("gid", gid);
        this.umask = umask;
        this.additionalGids = Copies.of(additionalGids);
        this.username = username;
        this.additionalGids.forEach(id -> checked("additional gid", id));
    }

    public static User of(long uid, long gid, List<Long> additionalGids) {
        return new User(uid, gid, null, additionalGids, null);
    }

    private static long checked(String what, long id) {
        if (id < 0 || id > LAST_ID) {
            throw new IllegalArgumentException("process.user: " + what + " " + id + " is not in 0.." + LAST_ID);
        }
        return id;
    }
}
