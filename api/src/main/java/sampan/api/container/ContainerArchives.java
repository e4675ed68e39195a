package sampan.api.container;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import sampan.api.call.Call;
import sampan.api.call.Json;
import sampan.api.http.Body;
import sampan.api.http.OwnThreads;
import sampan.api.http.Response;
import sampan.core.Engine;
import sampan.core.caller.Caller;
import sampan.core.container.Container;
import sampan.core.error.EngineException;
import sampan.core.event.Action;
import sampan.core.files.ContainerFiles;
import sampan.core.files.CopyPath;
import sampan.core.files.CopyPlan;
import sampan.core.snapshot.Change;
import sampan.core.snapshot.ContainerTrees;
import sampan.oci.layer.TarWriter;
import sampan.oci.layer.TreePacker;
import sampan.oci.layer.TreeUnpacker;
import tools.jackson.databind.node.ArrayNode;

/** Files of containers: in and out as archives, and which of them have changed. */
public final class ContainerArchives {
    private static final String TAR = "application/x-tar";

    private final Engine engine;
    private final OwnThreads unpackers = new OwnThreads("unpack");

    public ContainerArchives(Engine engine) {
        this.engine = engine;
    }

    private ContainerFiles files(Call call) {
        return new ContainerFiles(
                engine.containers().find(call.name()),
                call.name(),
                Caller.local().files());
    }

    private static CopyPath path(Call call) {
        String path = call.text("path");
        if (path.isEmpty()) {
            throw new EngineException.InvalidArgument("bad parameter: pathcannot be empty");
        }
        return CopyPath.of(path);
    }

    public Response head(Call call) throws IOException {
        CopyPath path = path(call);
        return files(call)
                .look(
                        path,
                        source -> Response.empty(200).with(Map.of(PathStat.HEADER, PathStat.of(source, name(path)))));
    }

    private static String name(CopyPath path) {
        return path.path().isRoot() ? "/" : new String(path.path().name(), StandardCharsets.UTF_8);
    }

    /** What is not there is answered before anything is sent. */
    public Response get(Call call) {
        CopyPath path = path(call);
        ContainerFiles files = files(call);
        return Response.stream(
                TAR,
                (headers, out) -> files.read(path, false, source -> {
                    headers.put(PathStat.HEADER, PathStat.of(source, name(path)));
                    TarWriter archive = new TarWriter(out);
                    source.pack(new TreePacker(archive), source.name());
                    archive.finish();
                    return "";
                }));
    }

    public Response put(Call call) throws IOException {
        CopyPath path = path(call);
        ContainerFiles files = files(call);
        Body body = call.request().body();
        body.expect();
        files.write(
                path,
                call.flag("copyUIDGID"),
                target -> {
                    if (target.found() == CopyPlan.Target.MISSING) {
                        throw new EngineException.NotFound(
                                "Could not find the file " + path + " in container " + call.name());
                    }
                    if (target.found() != CopyPlan.Target.FOLDER) {
                        throw new EngineException.InvalidArgument("extraction point is not a directory");
                    }
                    return new CopyPlan(target.path().path(), ".");
                },
                target -> unpack(body.stream(), target));
        return Response.empty(200);
    }

    private void unpack(InputStream archive, TreeUnpacker target) throws IOException {
        try {
            if (!unpackers.work(() -> target.unpack(archive))) {
                target.unpack(archive);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while unpacking");
        }
    }

    public Response export(Call call) {
        Container container = engine.containers().find(call.name());
        return Response.stream("application/octet-stream", out -> {
            try (ContainerTrees trees = container.trees()) {
                container.tell(Action.EXPORT, Map.of());
                trees.packAll(new TarWriter(out));
            }
        });
    }

    public Response changes(Call call) throws IOException {
        ArrayNode all = Json.object().arrayNode();
        for (Change change : engine.changes(call.name())) {
            all.addObject()
                    .put("Path", "/" + new String(change.path().bytes(), StandardCharsets.UTF_8))
                    .put("Kind", change.kind().number());
        }
        return Json.response(200, all.isEmpty() ? all.nullNode() : all);
    }
}
