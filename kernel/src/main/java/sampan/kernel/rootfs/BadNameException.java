package sampan.kernel.rootfs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A name that can be no file's: empty, {@code .}, {@code ..}, or with a slash or NUL byte in it. */
public final class BadNameException extends IOException {
    private static final long serialVersionUID = 1;

    BadNameException(byte[] name) {
        super("not a file name: \"" + new String(name, StandardCharsets.UTF_8).replace("\0", "\\0") + '"');
    }
}
