package sampan.api.image;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import sampan.api.call.Call;
import sampan.api.call.Json;
import sampan.api.http.Response;
import sampan.core.Engine;
import sampan.core.config.ConfigJson;
import sampan.core.image.transfer.TransferProgress;
import sampan.core.image.transfer.Transfers;
import sampan.oci.image.Descriptor;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageConfig;
import sampan.oci.image.ImageReference;
import sampan.oci.image.Index;
import sampan.oci.image.Manifest;
import sampan.oci.image.Platform;
import sampan.oci.registry.Credentials;
import sampan.oci.registry.RegistryClient;
import sampan.oci.registry.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a registry has under a name, without its layers: the manifest's descriptor, and for which platforms there is an image. */
public final class DistributionLookup {
    private final Engine engine;

    public DistributionLookup(Engine engine) {
        this.engine = engine;
    }

    public Response inspect(Call call) throws IOException {
        ImageReference name = Call.reference(call.name()).withDefaultTag();
        Credentials user = RegistryUser.of(call);
        call.request().client().passTurn();
        try (RegistryClient client = RegistryUser.client(engine)) {
            Transfers.Session session =
                    new Transfers.Session(client, _ -> user, Optional.empty(), TransferProgress.NONE);
            byte[] document = engine.images().transfers().manifest(name, session);
            JsonNode said = ConfigJson.MAPPER.readTree(document);
            boolean index = said.has("manifests");
            String otherwise = index ? Index.MEDIA_TYPE : Manifest.MEDIA_TYPE;
            ObjectNode answer = Json.object();
            answer.putObject("Descriptor")
                    .put("mediaType", said.path("mediaType").asString(otherwise))
                    .put("digest", Digest.sha256(document).toString())
                    .put("size", document.length);
            ArrayNode platforms = answer.putArray("Platforms");
            for (Platform platform : index ? listed(document) : only(document, name, session)) {
                show(platform, platforms.addObject());
            }
            return Json.response(200, answer);
        }
    }

    private static List<Platform> listed(byte[] index) throws IOException {
        return Index.parse(index).manifests().stream()
                .flatMap(manifest -> manifest.platform().stream())
                .toList();
    }

    /** A manifest does not say: the configuration does. */
    private static List<Platform> only(byte[] manifest, ImageReference name, Transfers.Session session)
            throws IOException {
        Descriptor config = Manifest.parse(manifest).config();
        Repository repository = session.client().toPull(name, session.user()).getLast();
        return List.of(ImageConfig.parse(repository.document(config)).platform());
    }

    private static void show(Platform platform, ObjectNode json) {
        json.put("architecture", platform.architecture()).put("os", platform.os());
        if (!platform.variant().isEmpty()) {
            json.put("variant", platform.variant());
        }
    }
}
