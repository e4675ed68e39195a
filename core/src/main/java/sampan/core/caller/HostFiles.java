package sampan.core.caller;

import java.io.IOException;
import sampan.kernel.Fd;

/** Opens paths of the host with the caller's rights; the engine has more and must not lend them. */
public interface HostFiles {
    /**
     * open(2), always with O_CLOEXEC.
     *
     * @param path absolute
     * @param flags of open(2), such as O_PATH
     * @throws sampan.kernel.SyscallException with the kernel's answer to the caller
     */
    Fd open(String path, int flags, int mode) throws IOException;

    /** What {@link #open} will be asked for soon, without O_CREAT: several at once are one journey to the caller's process, and it fails only when opened. */
    default void ahead(String path, int flags) throws IOException {}

    /** Makes a missing folder and its missing parents (mode 0755), where the caller may, and opens it with O_PATH. */
    Fd openOrMakeFolder(String path) throws IOException;

    /** Whether these are the files that this process sees: a caller may be in another mount namespace, where a descriptor's mount is none to be bound here. */
    default boolean shareMounts() {
        return true;
    }

    /** Who that is: what is made for the caller belongs to the caller. */
    default HostUser user() {
        return HostUser.self();
    }
}
