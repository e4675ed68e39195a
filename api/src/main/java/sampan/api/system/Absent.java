package sampan.api.system;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import sampan.api.call.Call;
import sampan.api.call.Json;
import sampan.api.call.Route;
import sampan.core.error.EngineException;

/** What Docker has and Sampan has not: swarms and plugins, about which it says what a dockerd without any says. The builder is in {@link AbsentBuilder}. */
public final class Absent {
    private static final List<String> MANAGERS = List.of(
            "GET /swarm",
            "POST /swarm/update",
            "GET /swarm/unlockkey",
            "POST /swarm/unlock",
            "GET /nodes",
            "GET /nodes/{id}",
            "DELETE /nodes/{id}",
            "POST /nodes/{id}/update",
            "GET /services",
            "POST /services/create",
            "GET /services/{id}/logs",
            "GET /services/{id}",
            "DELETE /services/{id}",
            "POST /services/{id}/update",
            "GET /tasks",
            "GET /tasks/{id}/logs",
            "GET /tasks/{id}",
            "GET /secrets",
            "POST /secrets/create",
            "GET /secrets/{id}",
            "DELETE /secrets/{id}",
            "POST /secrets/{id}/update",
            "GET /configs",
            "POST /configs/create",
            "GET /configs/{id}",
            "DELETE /configs/{id}",
            "POST /configs/{id}/update",
            "PUT /volumes/{name}");
    private static final List<String> OF_ONE_PLUGIN = List.of(
            "GET /plugins/{name}/json",
            "POST /plugins/{name}/enable",
            "POST /plugins/{name}/disable",
            "POST /plugins/{name}/upgrade",
            "POST /plugins/{name}/push",
            "POST /plugins/{name}/set",
            "DELETE /plugins/{name}");

    private Absent() {}

    public static List<Route> routes() {
        return Stream.of(
                        Stream.of(Route.of(
                                "GET /plugins",
                                _ -> Json.response(200, Json.object().arrayNode()))),
                        refusing(
                                List.of("GET /plugins/privileges", "POST /plugins/pull", "POST /plugins/create"),
                                _ -> new EngineException.NotSupported("plugins are not supported by Sampan")),
                        refusing(
                                OF_ONE_PLUGIN,
                                call -> new EngineException.NotFound("plugin \"" + call.name() + "\" not found")),
                        refusing(
                                List.of("POST /swarm/init", "POST /swarm/join"),
                                _ -> new EngineException.NotSupported("swarm mode is not supported by Sampan")),
                        refusing(
                                List.of("POST /swarm/leave"),
                                _ -> new EngineException.Unavailable("This node is not part of a swarm")),
                        refusing(
                                MANAGERS,
                                _ -> new EngineException.Unavailable(
                                        "This node is not a swarm manager. Use \"docker swarm init\" or \"docker swarm join\""
                                                + " to connect this node to swarm and try again.")),
                        refusing(
                                List.of("GET /images/{name}/attestations"),
                                _ -> new EngineException.NotSupported(
                                        "attestations are not supported: the image store keeps no indexes of images")))
                .flatMap(routes -> routes)
                .toList();
    }

    private static Stream<Route> refusing(List<String> patterns, Function<Call, EngineException> why) {
        return patterns.stream()
                .map(pattern -> Route.of(pattern, call -> {
                    throw why.apply(call);
                }));
    }
}
