package sampan.api.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sampan.api.call.Call;
import sampan.api.call.Dialect;
import sampan.api.call.Json;
import sampan.api.call.Message;
import sampan.api.http.Response;
import sampan.core.Engine;
import sampan.core.error.EngineException;
import sampan.core.filter.NetworkFilter;
import sampan.core.network.definition.Network;
import sampan.core.network.definition.NetworkRequest;
import sampan.core.network.endpoint.EndpointSettings;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Networks, and who is on them. */
public final class NetworkActions {
    private final Engine engine;

    public NetworkActions(Engine engine) {
        this.engine = engine;
    }

    /** Who is on them is not told in a list, but to old clients. */
    public Response list(Call call) {
        NetworkFilter filter = NetworkFilter.ofList(call.filters(), this::isUsed);
        ArrayNode all = Json.object().arrayNode();
        for (Network network : engine.networks().list()) {
            if (filter.fits(network)) {
                ObjectNode json = Json.tree(engine.inspectNetwork(network.id()));
                all.add(Dialect.in(call.version(), Message.NETWORK_SUMMARY, json));
            }
        }
        return Json.response(200, all);
    }

    private boolean isUsed(Network network) {
        return !engine.networks().endpoints(network).isEmpty();
    }

    public Response inspect(Call call) {
        ObjectNode json = Json.tree(engine.inspectNetwork(call.name()));
        return Json.response(200, Dialect.in(call.version(), Message.NETWORK, json));
    }

    public Response create(Call call) throws IOException {
        Network made = engine.createNetwork(
                Json.read(Dialect.in(call.version(), Message.NEW_NETWORK, call.json()), NetworkRequest.class));
        return Json.response(201, Json.object().put("Id", made.id()).put("Warning", ""));
    }

    public Response remove(Call call) {
        engine.removeNetwork(call.name());
        return Response.empty(204);
    }

    /** Who is to join or to leave. */
    record Member(
            @JsonProperty("Container") @Nullable String container,
            @JsonProperty("EndpointConfig") @Nullable EndpointSettings settings,
            @JsonProperty("Force") boolean force) {
        String name() {
            if (container == null || container.isEmpty()) {
                throw new EngineException.InvalidArgument("invalid name or ID supplied: \"\"");
            }
            return container;
        }
    }

    public Response connect(Call call) throws IOException {
        Member member = Json.read(Dialect.in(call.version(), Message.NEW_MEMBER, call.json()), Member.class);
        String network = engine.networks().find(call.name()).name();
        engine.containers()
                .find(member.name())
                .connect(network, member.settings() == null ? EndpointSettings.ANY : member.settings());
        return Response.empty(200);
    }

    public Response disconnect(Call call) throws IOException {
        Member member = Json.read(call.json(), Member.class);
        String network = engine.networks().find(call.name()).name();
        engine.containers().find(member.name()).disconnect(network, member.force());
        return Response.empty(200);
    }

    public Response prune(Call call) {
        NetworkFilter filter = NetworkFilter.ofPrune(call.filters());
        List<Network> gone = engine.pruneNetworks(filter::fits);
        ObjectNode answer = Json.object();
        if (gone.isEmpty()) {
            answer.putNull("NetworksDeleted");
        } else {
            ArrayNode names = answer.putArray("NetworksDeleted");
            gone.forEach(network -> names.add(network.name()));
        }
        return Json.response(200, answer);
    }
}
