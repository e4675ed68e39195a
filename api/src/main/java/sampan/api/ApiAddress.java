package sampan.api;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sampan.core.error.EngineException;

/** Where the API is served: what {@code -H} names. */
public sealed interface ApiAddress {
    int PLAIN_PORT = 2375;
    int TLS_PORT = 2376;
    int MOST = 65535;

    /** A socket in the file system. */
    record Unix(Path socket) implements ApiAddress {
        @Override
        public String toString() {
            return "unix://" + socket;
        }
    }

    /**
     * A port of this host.
     *
     * @param host a name or an address; an IPv6 one without brackets
     */
    record Tcp(String host, int port) implements ApiAddress {
        /** Here, as an engine with sockets only is quicker without it. */
        private static final Pattern TEXT =
                Pattern.compile("(?:\\[([0-9A-Fa-f:.%]+)\\]|([A-Za-z0-9._-]*))(?::([0-9]{1,5}))?");

        @Override
        public String toString() {
            return "tcp://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /**
     * Sockets that a service manager listens on already (sd_listen_fds(3)).
     *
     * @param which one by its number or name; empty: all
     */
    record Inherited(String which) implements ApiAddress {
        @Override
        public String toString() {
            return "fd://" + which;
        }
    }

    /** @param tls whether ports are for TLS: then the usual one is another */
    static ApiAddress parse(String text, boolean tls) {
        String word = text.strip();
        if (word.startsWith("unix://")) {
            return unix(word);
        }
        if (word.startsWith("fd://")) {
            String which = word.substring("fd://".length());
            return new Inherited(which.equals("*") ? "" : which);
        }
        if (word.startsWith("tcp://")) {
            return tcp(word, word.substring("tcp://".length()), tls);
        }
        if (word.contains("://") || word.isEmpty()) {
            throw invalid(text);
        }
        return tcp(word, word, tls);
    }

    private static Unix unix(String text) {
        String name = text.substring("unix://".length());
        if (!name.startsWith("/") || name.indexOf('\0') >= 0) {
            throw new EngineException.InvalidArgument(
                    "invalid bind address (" + text + "): expected unix:// and an absolute path");
        }
        Path path = Path.of(name).normalize();
        if (path.getFileName() == null) {
            throw new EngineException.InvalidArgument("invalid bind address (" + text + "): no name for the socket");
        }
        return new Unix(path);
    }

    private static Tcp tcp(String text, String rest, boolean tls) {
        Matcher parts = Tcp.TEXT.matcher(rest);
        if (!parts.matches()) {
            throw invalid(text);
        }
        String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
        int usual = tls ? TLS_PORT : PLAIN_PORT;
        int port = parts.group(3) == null ? usual : Integer.parseInt(parts.group(3));
        if (port > MOST) {
            throw invalid(text);
        }
        return new Tcp(host.isEmpty() ? "localhost" : host, port);
    }

    private static EngineException invalid(String text) {
        return new EngineException.InvalidArgument("invalid bind address (" + text + "): invalid bind address format");
    }
}
