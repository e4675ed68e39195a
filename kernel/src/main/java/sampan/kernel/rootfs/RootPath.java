package sampan.kernel.rootfs;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A path from a root on, as bytes, cleaned by its text alone: {@code /a//./b/../c/} is {@code a/c}, and {@code ..} at the top stays
 * at the top as in a chroot. Whether its parts are links is for the kernel to find out.
 */
public final class RootPath {
    private static final RootPath ROOT = new RootPath(new byte[0], false);

    private final byte[] clean;
    private final boolean escaping;

    private RootPath(byte[] clean, boolean escaping) {
        this.clean = clean;
        this.escaping = escaping;
    }

    /** The root itself. */
    public static RootPath root() {
        return ROOT;
    }

    /** @throws BadNameException for a NUL byte */
    public static RootPath of(byte[] path) throws BadNameException {
        List<byte[]> parts = new ArrayList<>();
        boolean escaping = false;
        int start = 0;
        for (int i = 0; i <= path.length; i++) {
            if (i < path.length && path[i] == 0) {
                throw new BadNameException(path);
            }
            if (i == path.length || path[i] == '/') {
                escaping |= !add(Arrays.copyOfRange(path, start, i), parts);
                start = i + 1;
            }
        }
        return new RootPath(join(parts), escaping);
    }

    public static RootPath of(String path) throws BadNameException {
        return of(path.getBytes(StandardCharsets.UTF_8));
    }

    /** For bytes put together from clean parts. */
    static RootPath clean(byte[] clean) {
        return new RootPath(clean, false);
    }

    /** False when {@code ..} would have left the top. */
    private static boolean add(byte[] part, List<byte[]> parts) {
        if (part.length == 0 || isDot(part)) {
            return true;
        }
        if (!isDotDot(part)) {
            parts.add(part);
            return true;
        }
        if (parts.isEmpty()) {
            return false;
        }
        parts.removeLast();
        return true;
    }

    public boolean isRoot() {
        return clean.length == 0;
    }

    /** Whether the text led above the root: nothing follows it there, but who sent it meant to. */
    public boolean escapes() {
        return escaping;
    }

    /** {@code a/b} of {@code a/b/c}; the root's is the root. */
    public RootPath parent() {
        int slash = lastSlash();
        return slash < 0 ? ROOT : new RootPath(Arrays.copyOf(clean, slash), false);
    }

    /** {@code c} of {@code a/b/c}; empty for the root. */
    public byte[] name() {
        return Arrays.copyOfRange(clean, lastSlash() + 1, clean.length);
    }

    /** This path and one more name. */
    public RootPath child(byte[] name) throws BadNameException {
        return below(requireName(name));
    }

    /** For names that came from the kernel. */
    RootPath below(byte[] name) {
        return isRoot() ? new RootPath(name.clone(), false) : new RootPath(join(List.of(clean, name)), false);
    }

    /** From the root down. */
    public List<byte[]> parts() {
        List<byte[]> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= clean.length && clean.length > 0; i++) {
            if (i == clean.length || clean[i] == '/') {
                parts.add(Arrays.copyOfRange(clean, start, i));
                start = i + 1;
            }
        }
        return parts;
    }

    /** {@code a/b/c}, without slashes at the ends; {@code .} for the root. */
    public byte[] bytes() {
        return isRoot() ? new byte[] {'.'} : clean.clone();
    }

    /** {@code /a/b/c}. */
    @Override
    public String toString() {
        return "/" + new String(clean, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RootPath path && Arrays.equals(clean, path.clean);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(clean);
    }

    static byte[] requireName(byte[] name) throws BadNameException {
        if (name.length == 0 || isDot(name) || isDotDot(name)) {
            throw new BadNameException(name);
        }
        for (byte b : name) {
            if (b == '/' || b == 0) {
                throw new BadNameException(name);
            }
        }
        return name;
    }

    static boolean isDotDot(byte[] part) {
        return part.length == 2 && part[0] == '.' && part[1] == '.';
    }

    private static boolean isDot(byte[] part) {
        return part.length == 1 && part[0] == '.';
    }

    private static byte[] join(List<byte[]> parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            if (out.size() > 0) {
                out.write('/');
            }
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private int lastSlash() {
        for (int i = clean.length - 1; i >= 0; i--) {
            if (clean[i] == '/') {
                return i;
            }
        }
        return -1;
    }
}
