package sampan.cli.command.content;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import sampan.cli.call.Call;
import sampan.kernel.rootfs.RootPath;

/** Names that an image chose, on their way to whoever reads them: no control sequence of theirs reaches a terminal. */
record FileNames(boolean terminal) {
    static FileNames of(Call call) {
        return new FileNames(call.session().request().isTerminal(1));
    }

    byte[] bytes(byte[] name) {
        return terminal ? text(name).getBytes(UTF_8) : name;
    }

    /** {@code /a/b}. */
    byte[] bytes(RootPath path) {
        String below = path.isRoot() ? "" : new String(path.bytes(), ISO_8859_1);
        return bytes(("/" + below).getBytes(ISO_8859_1));
    }

    /** For tables, which are read by people and by programs that take them for text. */
    static String text(byte[] name) {
        return new String(name, UTF_8)
                .codePoints()
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    static String text(RootPath path) {
        return path.isRoot() ? "/" : "/" + text(path.bytes());
    }
}
