package sampan.cli.context;

import java.util.Optional;
import sampan.core.config.ConfigJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One context, as its {@code meta.json} has it; fields that Sampan does not know stay as they are.
 *
 * @param meta {@code Name}, {@code Metadata} and {@code Endpoints}
 */
record Context(ObjectNode meta) {
    static final String DEFAULT = "default";

    private static final String ENDPOINTS = "Endpoints";
    private static final String METADATA = "Metadata";
    private static final String DOCKER = "docker";
    private static final String DESCRIPTION = "Description";

    static Context of(String name) {
        ObjectNode meta = ConfigJson.MAPPER.createObjectNode();
        meta.put("Name", name);
        meta.putObject(METADATA);
        meta.putObject(ENDPOINTS);
        return new Context(meta);
    }

    /** What is there without any: the engine of this machine, or the one a variable names. */
    static Context usual(String host) {
        return of(DEFAULT).with(new Endpoint(host, false));
    }

    String name() {
        return meta.path("Name").asString("");
    }

    String description() {
        return meta.path(METADATA).path(DESCRIPTION).asString("");
    }

    Optional<Endpoint> endpoint() {
        JsonNode docker = meta.path(ENDPOINTS).path(DOCKER);
        return docker.isObject()
                ? Optional.of(new Endpoint(
                        docker.path("Host").asString(""),
                        docker.path("SkipTLSVerify").asBoolean(false)))
                : Optional.empty();
    }

    Context named(String name) {
        ObjectNode copy = meta.deepCopy();
        copy.put("Name", name);
        return new Context(copy);
    }

    Context describedAs(String description) {
        ObjectNode copy = meta.deepCopy();
        copy.withObjectProperty(METADATA).put(DESCRIPTION, description);
        return new Context(copy);
    }

    Context with(Endpoint endpoint) {
        ObjectNode copy = meta.deepCopy();
        ObjectNode docker = copy.withObjectProperty(ENDPOINTS).putObject(DOCKER);
        if (!endpoint.host().isEmpty()) {
            docker.put("Host", endpoint.host());
        }
        docker.put("SkipTLSVerify", endpoint.skipsVerification());
        return new Context(copy);
    }
}
