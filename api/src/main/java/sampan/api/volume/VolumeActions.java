package sampan.api.volume;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sampan.api.call.Call;
import sampan.api.call.Json;
import sampan.api.http.Response;
import sampan.core.Engine;
import sampan.core.Reclaimed;
import sampan.core.error.EngineException;
import sampan.core.filter.PruneFilter;
import sampan.core.filter.VolumeFilter;
import sampan.core.filter.YesOrNo;
import sampan.core.volume.Volume;
import sampan.core.volume.VolumeInspection;
import sampan.core.volume.VolumeRequest;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Volumes. */
public final class VolumeActions {
    private final Engine engine;

    public VolumeActions(Engine engine) {
        this.engine = engine;
    }

    public Response list(Call call) {
        VolumeFilter filter = VolumeFilter.ofList(call.filters());
        ObjectNode answer = Json.object();
        ArrayNode all = answer.putArray("Volumes");
        engine.volumes().list().stream()
                .filter(volume -> filter.fits(volume, engine::volumeUsers) && engine.shows(volume))
                .forEach(volume -> all.addPOJO(VolumeInspection.of(volume)));
        return Json.response(200, answer.putNull("Warnings"));
    }

    /** What a client sends to make one. */
    record Asked(
            @JsonProperty("Name") @Nullable String name,
            @JsonProperty("Driver") @Nullable String driver,
            @JsonProperty("DriverOpts") @Nullable Map<String, String> options,
            @JsonProperty("Labels") @Nullable Map<String, String> labels) {}

    public Response create(Call call) throws IOException {
        Asked asked = Json.read(call.json(), Asked.class);
        Volume made = engine.createVolume(new VolumeRequest(
                asked.name() == null ? "" : asked.name(),
                asked.labels() == null ? Map.of() : asked.labels(),
                asked.driver() == null ? "" : asked.driver(),
                asked.options() == null ? Map.of() : asked.options(),
                new VolumeRequest.Sent(asked.labels() != null, asked.options() != null)));
        return Json.response(201, VolumeInspection.of(made));
    }

    public Response inspect(Call call) {
        return Json.response(200, VolumeInspection.of(engine.volume(call.name())));
    }

    public Response remove(Call call) {
        try {
            engine.removeVolume(call.name());
        } catch (EngineException.NotFound missing) {
            if (!call.flag("force")) {
                throw missing;
            }
        }
        return Response.empty(204);
    }

    /** Since API 1.42 only anonymous ones, unless all are asked for. */
    public Response prune(Call call) {
        Map<String, List<String>> filters = new HashMap<>(call.filters());
        List<String> asked = filters.getOrDefault("all", List.of("false"));
        filters.remove("all");
        boolean all = call.version().isBefore("1.42") || YesOrNo.of("all", asked.getLast());
        PruneFilter filter = PruneFilter.of(filters);
        Reclaimed gone = engine.pruneVolumes(
                volume -> (all || volume.anonymous()) && filter.fits(volume.created(), volume.labels()));
        ObjectNode answer = Json.object();
        gone.removed().forEach(answer.putArray("VolumesDeleted")::add);
        return Json.response(200, answer.put("SpaceReclaimed", gone.bytes()));
    }
}
