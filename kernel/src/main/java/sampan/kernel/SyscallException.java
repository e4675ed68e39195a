package sampan.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import sampan.kernel.call.Call;

/** A system call failed; the message reads as strace prints it: {@code openat2(7, "etc/passwd") = ENOENT}. */
public final class SyscallException extends IOException {
    private static final long serialVersionUID = 1;

    private final int errno;

    /** @param call the call as strace shows it, without its result */
    public SyscallException(String call, int errno) {
        super(call + " = " + Errno.name(errno));
        this.errno = errno;
    }

    /**
     * A call of this module failed.
     *
     * @param result {@code -errno}
     * @param arguments descriptors, numbers, names as bytes (shown quoted) and text (shown as it is)
     */
    public static SyscallException of(Call call, long result, Object... arguments) {
        StringBuilder shown = new StringBuilder(call.toString()).append('(');
        for (int i = 0; i < arguments.length; i++) {
            shown.append(i == 0 ? "" : ", ").append(shown(arguments[i]));
        }
        return new SyscallException(shown.append(')').toString(), (int) -result);
    }

    /** The kernel's answer, errno(3). */
    public int errno() {
        return errno;
    }

    public boolean is(int expected) {
        return errno == expected;
    }

    private static String shown(Object argument) {
        // No switch over types: the first of a JVM takes it milliseconds, and an engine that starts comes here.
        if (argument instanceof Fd fd) {
            return fd.isOpen() ? Integer.toString(fd.number()) : "-1";
        }
        return argument instanceof byte[] name ? quoted(name) : argument.toString();
    }

    /** Names that are UTF-8 are shown as people wrote them, others byte by byte as strace does. */
    private static String quoted(byte[] name) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(name))
                    .toString();
            return '"' + escaped(text, false) + '"';
        } catch (CharacterCodingException _) {
            return '"' + escaped(new String(name, StandardCharsets.ISO_8859_1), true) + '"';
        }
    }

    private static String escaped(String text, boolean bytes) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').appendCodePoint(c);
            } else if (c == '\n') {
                out.append("\\n");
            } else if (c < ' ' || c == 0x7f || (bytes && c > 0x7f)) {
                out.append('\\').append(Integer.toOctalString(c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }
}
