package sampan.api;

import java.nio.file.Path;
import sampan.core.error.EngineException;

/** Where the API is served: what {@code -H} names. */
public record ApiAddress(Path socket) {
    private static final String UNIX = "unix://";

    public static ApiAddress parse(String text) {
        if (text.startsWith("tcp://") || text.startsWith("fd://") || text.startsWith("npipe://")) {
            String scheme = text.substring(0, text.indexOf("://") + 3);
            throw new EngineException.NotSupported("the address " + text + " is not supported yet: " + scheme
                    + " comes with a later version of Sampan");
        }
        if (!text.startsWith(UNIX) || !text.startsWith("/", UNIX.length()) || text.indexOf('\0') >= 0) {
            throw new EngineException.InvalidArgument(
                    "invalid bind address (" + text + "): expected unix:// and an absolute path");
        }
        Path path = Path.of(text.substring(UNIX.length())).normalize();
        if (path.getFileName() == null) {
            throw new EngineException.InvalidArgument("invalid bind address (" + text + "): no name for the socket");
        }
        return new ApiAddress(path);
    }

    @Override
    public String toString() {
        return UNIX + socket;
    }
}
