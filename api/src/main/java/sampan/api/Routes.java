package sampan.api;

import java.util.ArrayList;
import java.util.List;
import sampan.api.call.Route;
import sampan.api.container.ContainerActions;
import sampan.api.container.ContainerArchives;
import sampan.api.container.ContainerFigures;
import sampan.api.container.ContainerLists;
import sampan.api.container.ContainerMaking;
import sampan.api.container.ContainerStreams;
import sampan.api.container.ContainerWait;
import sampan.api.container.ExecActions;
import sampan.api.container.ExecWishes;
import sampan.api.image.DistributionLookup;
import sampan.api.image.ImageActions;
import sampan.api.image.ImageArchives;
import sampan.api.image.ImageFinding;
import sampan.api.image.ImageLists;
import sampan.api.image.ImageTransfers;
import sampan.api.network.NetworkActions;
import sampan.api.system.Absent;
import sampan.api.system.AbsentBuilder;
import sampan.api.system.DiskUsage;
import sampan.api.system.SystemEndpoints;
import sampan.api.system.SystemEvents;
import sampan.api.volume.VolumeActions;
import sampan.core.Engine;

/** Every operation of the API, in the order in which they are tried. */
final class Routes {
    private Routes() {}

    static List<Route> of(Engine engine, ExecWishes wishes) {
        List<Route> all = new ArrayList<>();
        all.addAll(system(engine));
        all.addAll(containers(engine));
        all.addAll(execs(engine, wishes));
        all.addAll(images(engine));
        all.addAll(volumes(engine));
        all.addAll(networks(engine));
        all.addAll(Absent.routes());
        all.addAll(AbsentBuilder.routes());
        return all;
    }

    private static List<Route> system(Engine engine) {
        SystemEndpoints system = new SystemEndpoints(engine);
        return List.of(
                Route.of("HEAD /_ping", system::ping),
                Route.of("GET /_ping", system::ping),
                Route.of("GET /version", system::version),
                Route.of("GET /info", system::info),
                Route.of("POST /auth", system::auth),
                Route.of("GET /events", new SystemEvents(engine)::listen),
                Route.of("GET /system/df", new DiskUsage(engine)::measure));
    }

    private static List<Route> containers(Engine engine) {
        ContainerLists lists = new ContainerLists(engine);
        ContainerActions actions = new ContainerActions(engine);
        ContainerStreams streams = new ContainerStreams(engine);
        ContainerArchives archives = new ContainerArchives(engine);
        ContainerFigures figures = new ContainerFigures(engine);
        return List.of(
                Route.of("GET /containers/json", lists::list),
                Route.of("GET /containers/{id}/json", lists::inspect),
                Route.of("POST /containers/create", new ContainerMaking(engine)::create),
                Route.of("POST /containers/prune", actions::prune),
                Route.of("POST /containers/{id}/start", actions::start),
                Route.of("POST /containers/{id}/stop", actions::stop),
                Route.of("POST /containers/{id}/restart", actions::restart),
                Route.of("POST /containers/{id}/kill", actions::kill),
                Route.of("POST /containers/{id}/pause", actions::pause),
                Route.of("POST /containers/{id}/unpause", actions::unpause),
                Route.of("POST /containers/{id}/rename", actions::rename),
                Route.of("POST /containers/{id}/update", actions::update),
                Route.of("POST /containers/{id}/resize", actions::resize),
                Route.of("POST /containers/{id}/wait", new ContainerWait(engine)::answer),
                Route.of("DELETE /containers/{id}", actions::remove),
                Route.of("POST /containers/{id}/attach", streams::attach),
                Route.of("GET /containers/{id}/attach/ws", streams::attachWebSocket),
                Route.of("GET /containers/{id}/logs", streams::logs),
                Route.of("GET /containers/{id}/top", figures::top),
                Route.of("GET /containers/{id}/stats", figures::stats),
                Route.of("HEAD /containers/{id}/archive", archives::head),
                Route.of("GET /containers/{id}/archive", archives::get),
                Route.of("PUT /containers/{id}/archive", archives::put),
                Route.of("GET /containers/{id}/export", archives::export),
                Route.of("GET /containers/{id}/changes", archives::changes));
    }

    private static List<Route> execs(Engine engine, ExecWishes wishes) {
        ExecActions execs = new ExecActions(engine, wishes);
        return List.of(
                Route.of("POST /containers/{id}/exec", execs::create),
                Route.of("POST /exec/{id}/start", execs::start),
                Route.of("POST /exec/{id}/resize", execs::resize),
                Route.of("GET /exec/{id}/json", execs::inspect));
    }

    private static List<Route> images(Engine engine) {
        ImageLists lists = new ImageLists(engine);
        ImageActions actions = new ImageActions(engine);
        ImageArchives archives = new ImageArchives(engine);
        ImageTransfers transfers = new ImageTransfers(engine, archives);
        return List.of(
                Route.of("GET /images/json", lists::list),
                Route.of("GET /images/search", new ImageFinding(engine)::search),
                Route.of("GET /images/get", archives::saveAll),
                Route.of("POST /images/create", transfers::create),
                Route.of("POST /images/load", archives::load),
                Route.of("POST /images/prune", actions::prune),
                Route.of("GET /images/{name}/json", lists::inspect),
                Route.of("GET /images/{name}/history", lists::history),
                Route.of("GET /images/{name}/get", archives::save),
                Route.of("GET /distribution/{name}/json", new DistributionLookup(engine)::inspect),
                Route.of("POST /images/{name}/push", transfers::push),
                Route.of("POST /images/{name}/tag", actions::tag),
                Route.of("DELETE /images/{name}", actions::remove),
                Route.of("POST /commit", archives::commit));
    }

    private static List<Route> volumes(Engine engine) {
        VolumeActions volumes = new VolumeActions(engine);
        return List.of(
                Route.of("GET /volumes", volumes::list),
                Route.of("POST /volumes/create", volumes::create),
                Route.of("POST /volumes/prune", volumes::prune),
                Route.of("GET /volumes/{name}", volumes::inspect),
                Route.of("DELETE /volumes/{name}", volumes::remove));
    }

    private static List<Route> networks(Engine engine) {
        NetworkActions networks = new NetworkActions(engine);
        return List.of(
                Route.of("GET /networks", networks::list),
                Route.of("POST /networks/create", networks::create),
                Route.of("POST /networks/prune", networks::prune),
                Route.of("POST /networks/{id}/connect", networks::connect),
                Route.of("POST /networks/{id}/disconnect", networks::disconnect),
                Route.of("GET /networks/{id}", networks::inspect),
                Route.of("DELETE /networks/{id}", networks::remove));
    }
}
