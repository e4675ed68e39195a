package sampan.runtime.command.checkpoint;

import java.util.Map;
import sampan.runtime.criu.CriuOptions;

/** The file with which a host's owner, or who writes a bundle, overrides what criu is told. */
public final class CriuConfiguration {
    private static final String ANNOTATION = "org.criu.config";
    private static final String USUAL = "/etc/criu/runc.conf";

    private CriuConfiguration() {}

    /** An empty annotation wants none. */
    static void name(Map<String, String> annotations, CriuOptions options) {
        String path = annotations.getOrDefault(ANNOTATION, USUAL);
        if (!path.isEmpty()) {
            options.configuration(path);
        }
    }
}
