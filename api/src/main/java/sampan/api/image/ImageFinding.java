package sampan.api.image;

import java.io.IOException;
import java.util.Optional;
import sampan.api.call.Call;
import sampan.api.call.Json;
import sampan.api.http.Response;
import sampan.core.Engine;
import sampan.core.error.EngineException;
import sampan.core.filter.SearchFilter;
import sampan.core.image.transfer.ImageSearch;
import sampan.core.image.transfer.TransferProgress;
import sampan.core.image.transfer.Transfers;
import sampan.oci.registry.Credentials;
import sampan.oci.registry.Found;
import sampan.oci.registry.RegistryClient;
import tools.jackson.databind.node.ArrayNode;

/** Images that registries have. */
public final class ImageFinding {
    private final Engine engine;

    public ImageFinding(Engine engine) {
        this.engine = engine;
    }

    public Response search(Call call) throws IOException {
        String term = call.text("term");
        if (term.isEmpty()) {
            throw new EngineException.InvalidArgument("no search term");
        }
        SearchFilter filter = SearchFilter.of(call.filters());
        Credentials user = RegistryUser.of(call);
        call.request().client().passTurn();
        ArrayNode all = Json.object().arrayNode();
        try (RegistryClient client = RegistryUser.client(engine)) {
            Transfers.Session session =
                    new Transfers.Session(client, _ -> user, Optional.empty(), TransferProgress.NONE);
            for (Found found : ImageSearch.find(term, limit(call), filter::fits, session)) {
                all.addObject()
                        .put("star_count", found.stars())
                        .put("is_official", found.official())
                        .put("name", found.name())
                        .put("is_automated", found.automated())
                        .put("description", found.description());
            }
        }
        return Json.response(200, all);
    }

    private static long limit(Call call) {
        String text = call.text("limit");
        try {
            return text.isEmpty() ? 0 : Integer.parseInt(text);
        } catch (NumberFormatException malformed) {
            throw new EngineException.InvalidArgument("invalid limit specified: " + text);
        }
    }
}
