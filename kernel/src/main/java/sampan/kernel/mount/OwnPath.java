package sampan.kernel.mount;

import java.util.Arrays;
import sampan.kernel.Fd;
import sampan.kernel.call.CString;

/** For the calls that take nothing but paths: a name in a folder that is open here. Only the last name is looked up, in a folder of ours. */
final class OwnPath {
    private OwnPath() {}

    static byte[] of(Fd parent, byte[] name) {
        byte[] folder = CString.bytes("/proc/self/fd/" + parent.number() + "/");
        byte[] path = Arrays.copyOf(folder, folder.length + name.length);
        System.arraycopy(name, 0, path, folder.length, name.length);
        return path;
    }
}
