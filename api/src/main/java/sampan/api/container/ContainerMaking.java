package sampan.api.container;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sampan.api.call.Call;
import sampan.api.call.Dialect;
import sampan.api.call.ImageSettings;
import sampan.api.call.Json;
import sampan.api.call.Message;
import sampan.api.http.Response;
import sampan.core.Engine;
import sampan.core.config.ContainerConfig;
import sampan.core.config.HostConfig;
import sampan.core.config.LogConfig;
import sampan.core.container.Creation;
import sampan.core.container.state.CreateRequest;
import sampan.core.error.EngineException;
import sampan.core.network.endpoint.EndpointSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes containers of what clients send. */
public final class ContainerMaking {
    private static final String HOST = "HostConfig";

    /** Some clients read only the logs of drivers that they know, as docker-py those of json-file and journald. Bounded as the engine's own driver is. */
    private static final LogConfig LOG = new LogConfig("json-file", Map.of("max-size", "20m", "max-file", "5"));

    private final Engine engine;

    public ContainerMaking(Engine engine) {
        this.engine = engine;
    }

    public Response create(Call call) throws IOException {
        ObjectNode body = call.json();
        if (body.isEmpty()) {
            throw new EngineException.InvalidArgument("Config cannot be empty in order to create a container");
        }
        named(body);
        Dialect.in(call.version(), Message.CREATE, body);
        ContainerConfig config = ImageSettings.read(body);
        call.platform().ifPresent(wanted -> engine.images().find(config.image()).require(wanted, config.image()));
        HostConfig host = logged(Json.read(body.path(HOST), HostConfig.class));
        engine.checkSources(host.storage());
        Creation made = create(new CreateRequest(call.text("name"), config, host, networks(body)));
        ObjectNode answer = Json.object().put("Id", made.container().id());
        made.warnings().forEach(answer.putArray("Warnings")::add);
        return Json.response(201, answer);
    }

    /** To a client "not found" means the image, which it then pulls: for another container that is not there, its request was wrong. */
    private Creation create(CreateRequest request) throws IOException {
        try {
            return engine.create(request);
        } catch (EngineException.NotFound missing) {
            engine.images().find(request.config().image());
            throw new EngineException.InvalidArgument(String.valueOf(missing.getMessage()));
        }
    }

    /** An engine that was told its own default keeps to it. */
    private HostConfig logged(HostConfig asked) {
        boolean open = asked.lifecycle().logConfig().equals(LogConfig.DEFAULT)
                && engine.settings().defaults().log().equals(LogConfig.DEFAULT);
        return open ? asked.toBuilder().logConfig(LOG).build() : asked;
    }

    private static Map<String, EndpointSettings> networks(ObjectNode body) {
        Map<String, EndpointSettings> networks = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> asked :
                body.path("NetworkingConfig").path("EndpointsConfig").properties()) {
            networks.put(
                    asked.getKey(),
                    asked.getValue().isNull()
                            ? EndpointSettings.ANY
                            : Json.read(asked.getValue(), EndpointSettings.class)
                                    .asked());
        }
        return networks;
    }

    /** What is looked at here gets its usual name. */
    private static void named(ObjectNode body) {
        for (Map.Entry<String, JsonNode> field : List.copyOf(body.properties())) {
            if (field.getKey().equalsIgnoreCase(HOST)) {
                body.remove(field.getKey());
                body.set(HOST, field.getValue());
            }
        }
        if (!(body.path(HOST) instanceof ObjectNode)) {
            body.putObject(HOST);
        }
    }
}
