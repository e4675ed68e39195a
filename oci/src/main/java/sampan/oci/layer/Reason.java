package sampan.oci.layer;

import java.io.IOException;
import sampan.kernel.Errno;
import sampan.kernel.SyscallException;

/** Why something failed, for people: what they can do something about in words, all else as the kernel put it. */
public final class Reason {
    private Reason() {}

    public static String of(IOException failure) {
        boolean full = failure instanceof SyscallException call && (call.is(Errno.ENOSPC) || call.is(Errno.EDQUOT));
        return full ? "no space left on device" : String.valueOf(failure.getMessage());
    }
}
