package sampan.kernel.netlink;

import java.io.IOException;
import sampan.kernel.Errno;

/** The kernel refused a request: {@code RTM_NEWLINK veth1 = EEXIST}, with its own words where it has some. */
public final class NetlinkException extends IOException {
    private static final long serialVersionUID = 1;

    private final int errno;

    NetlinkException(String request, int errno, String words) {
        super(request + " = " + Errno.name(errno) + (words.isEmpty() ? "" : " (" + words + ")"));
        this.errno = errno;
    }

    /** errno(3). */
    public int errno() {
        return errno;
    }

    public boolean is(int expected) {
        return errno == expected;
    }
}
