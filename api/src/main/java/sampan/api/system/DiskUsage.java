package sampan.api.system;

import java.time.Instant;
import java.util.List;
import sampan.api.call.Call;
import sampan.api.call.Dialect;
import sampan.api.call.Json;
import sampan.api.call.Message;
import sampan.api.container.ContainerLists;
import sampan.api.http.Response;
import sampan.api.image.ImageLists;
import sampan.core.Engine;
import sampan.core.container.Container;
import sampan.core.image.ImageSpace;
import sampan.core.volume.Volume;
import sampan.core.volume.VolumeInspection;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What everything takes on disk. */
public final class DiskUsage {
    /** As older versions say it, and newer ones to whom does not ask for more: some clients name no version. */
    private static final List<String> LISTS = List.of("LayersSize", "Images", "Containers", "Volumes", "BuildCache");

    private final Engine engine;

    public DiskUsage(Engine engine) {
        this.engine = engine;
    }

    public Response measure(Call call) {
        List<String> types = call.request().parameters("type");
        ObjectNode answer = Json.object();
        if (wanted(types, "image")) {
            images(answer, call);
        }
        if (wanted(types, "container")) {
            containers(answer, call);
        }
        if (wanted(types, "volume")) {
            volumes(answer);
        }
        if (wanted(types, "build-cache")) {
            answer.putArray("BuildCache");
        }
        Dialect.in(call.version(), Message.DISK_USAGE, answer);
        if (call.flag("verbose")) {
            answer.remove(LISTS);
        } else {
            answer.valueStream()
                    .filter(ObjectNode.class::isInstance)
                    .forEach(sums -> ((ObjectNode) sums).remove("Items"));
        }
        return Json.response(200, answer);
    }

    private static boolean wanted(List<String> types, String type) {
        return types.isEmpty() || types.contains(type);
    }

    private void images(ObjectNode answer, Call call) {
        ImageSpace space = engine.images().space();
        answer.put("LayersSize", space.total());
        ArrayNode images = answer.putArray("Images");
        for (ImageSpace.Share share : space.images()) {
            ObjectNode image = ImageLists.summary(share.image())
                    .put("SharedSize", share.shared())
                    .put(
                            "Containers",
                            engine.containers()
                                    .uses(share.image().id().toString())
                                    .size());
            images.add(Dialect.in(call.version(), Message.IMAGE_SUMMARY, image));
        }
    }

    private void containers(ObjectNode answer, Call call) {
        ArrayNode containers = answer.putArray("Containers");
        Instant now = Instant.now();
        for (Container container : engine.containers().list()) {
            ContainerLists.summary(container, now, true)
                    .map(json -> Dialect.in(call.version(), Message.CONTAINER_SUMMARY, json))
                    .ifPresent(containers::add);
        }
    }

    private void volumes(ObjectNode answer) {
        ArrayNode volumes = answer.putArray("Volumes");
        for (Volume volume :
                engine.volumes().list().stream().filter(engine::shows).toList()) {
            ObjectNode json = Json.tree(VolumeInspection.of(volume));
            json.putObject("UsageData")
                    .put("RefCount", engine.volumeUsers(volume.name().text()).size())
                    .put("Size", engine.volumes().usage(volume));
            volumes.add(json);
        }
    }
}
