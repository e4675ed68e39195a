package sampan.core.caller;

import sampan.kernel.process.Credentials;

/** Who a caller is to the host. */
public record HostUser(long uid, long gid) {
    /** Whoever this process runs as. */
    public static HostUser self() {
        return new HostUser(Credentials.effectiveUid(), Credentials.effectiveGid());
    }

    public boolean isRoot() {
        return uid == 0;
    }

    /** Whether this process may do no more than that one: then it need not ask each time. */
    public boolean isTrusted() {
        return isRoot() || uid == Credentials.effectiveUid();
    }
}
