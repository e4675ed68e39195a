package sampan.cli.command.system;

import sampan.core.config.ConfigJson;
import sampan.core.system.Release;
import tools.jackson.databind.node.ObjectNode;

/** The client's half of {@code version} and {@code info}. */
final class ClientVersion {
    private ClientVersion() {}

    static ObjectNode fields() {
        ObjectNode fields = ConfigJson.MAPPER.createObjectNode();
        fields.put("Version", Release.VERSION);
        fields.put("ApiVersion", Release.NEWEST_API);
        fields.put("DefaultAPIVersion", Release.NEWEST_API);
        fields.put("GitCommit", Release.commit());
        fields.put("GoVersion", "java" + System.getProperty("java.version"));
        fields.put("Os", "linux");
        fields.put("Arch", Host.architecture());
        fields.put("BuildTime", Release.built());
        fields.put("Context", "default");
        return fields;
    }
}
