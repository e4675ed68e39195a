package sampan.api;

import java.util.List;
import java.util.stream.Stream;
import sampan.core.error.EngineException;

/** Every operation of the API: those there are, and those that a later version brings. */
final class Routes {
    private static final List<String> LATER = List.of(
            "POST /auth",
            "POST /build",
            "POST /build/prune",
            "POST /commit",
            "GET /configs",
            "POST /configs/create",
            "POST /configs/{id}/update",
            "GET /configs/{id}",
            "DELETE /configs/{id}",
            "POST /containers/create",
            "POST /containers/prune",
            "HEAD /containers/{id}/archive",
            "GET /containers/{id}/archive",
            "PUT /containers/{id}/archive",
            "POST /containers/{id}/attach",
            "GET /containers/{id}/attach/ws",
            "GET /containers/{id}/changes",
            "POST /containers/{id}/exec",
            "GET /containers/{id}/export",
            "POST /containers/{id}/kill",
            "GET /containers/{id}/logs",
            "POST /containers/{id}/pause",
            "POST /containers/{id}/rename",
            "POST /containers/{id}/resize",
            "POST /containers/{id}/restart",
            "POST /containers/{id}/start",
            "GET /containers/{id}/stats",
            "POST /containers/{id}/stop",
            "GET /containers/{id}/top",
            "POST /containers/{id}/unpause",
            "POST /containers/{id}/update",
            "POST /containers/{id}/wait",
            "DELETE /containers/{id}",
            "GET /distribution/{name}/json",
            "GET /events",
            "GET /exec/{id}/json",
            "POST /exec/{id}/resize",
            "POST /exec/{id}/start",
            "POST /images/create",
            "GET /images/get",
            "POST /images/load",
            "POST /images/prune",
            "GET /images/search",
            "GET /images/{name}/attestations",
            "GET /images/{name}/get",
            "GET /images/{name}/history",
            "POST /images/{name}/push",
            "POST /images/{name}/tag",
            "DELETE /images/{name}",
            "GET /networks",
            "POST /networks/create",
            "POST /networks/prune",
            "POST /networks/{id}/connect",
            "POST /networks/{id}/disconnect",
            "GET /networks/{id}",
            "DELETE /networks/{id}",
            "GET /nodes",
            "POST /nodes/{id}/update",
            "GET /nodes/{id}",
            "DELETE /nodes/{id}",
            "GET /plugins",
            "POST /plugins/create",
            "GET /plugins/privileges",
            "POST /plugins/pull",
            "POST /plugins/{name}/disable",
            "POST /plugins/{name}/enable",
            "GET /plugins/{name}/json",
            "POST /plugins/{name}/push",
            "POST /plugins/{name}/set",
            "POST /plugins/{name}/upgrade",
            "DELETE /plugins/{name}",
            "GET /secrets",
            "POST /secrets/create",
            "POST /secrets/{id}/update",
            "GET /secrets/{id}",
            "DELETE /secrets/{id}",
            "GET /services",
            "POST /services/create",
            "GET /services/{id}/logs",
            "POST /services/{id}/update",
            "GET /services/{id}",
            "DELETE /services/{id}",
            "POST /session",
            "GET /swarm",
            "POST /swarm/init",
            "POST /swarm/join",
            "POST /swarm/leave",
            "POST /swarm/unlock",
            "GET /swarm/unlockkey",
            "POST /swarm/update",
            "GET /system/df",
            "GET /tasks",
            "GET /tasks/{id}/logs",
            "GET /tasks/{id}",
            "GET /volumes",
            "POST /volumes/create",
            "POST /volumes/prune",
            "GET /volumes/{name}",
            "PUT /volumes/{name}",
            "DELETE /volumes/{name}");

    private Routes() {}

    /** In the order in which they are tried. */
    static List<Route> of(SystemEndpoints system, ContainerEndpoints containers, ImageEndpoints images) {
        Stream<Route> now = Stream.of(
                Route.of("HEAD /_ping", system::ping),
                Route.of("GET /_ping", system::ping),
                Route.of("GET /version", system::version),
                Route.of("GET /info", system::info),
                Route.of("GET /containers/json", containers::list),
                Route.of("GET /containers/{id}/json", containers::inspect),
                Route.of("GET /images/json", images::list),
                Route.of("GET /images/{name}/json", images::inspect));
        return Stream.concat(now, LATER.stream().map(Routes::later)).toList();
    }

    private static Route later(String pattern) {
        return Route.of(pattern, _ -> {
            throw new EngineException.NotSupported(
                    pattern + " is not supported yet: it comes with a later version of Sampan");
        });
    }
}
