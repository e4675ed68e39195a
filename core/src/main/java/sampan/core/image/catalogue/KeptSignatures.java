package sampan.core.image.catalogue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sampan.kernel.Fd;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.JsonFields;
import sampan.oci.image.StrictJson;
import sampan.oci.signature.SignedStatement;
import sampan.oci.store.WholeFile;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Signatures that images came with, so that the policy can be asked again when they are run. They are as good as the key that vouches for them. */
public final class KeptSignatures {
    private static final String FILE = "signatures.json";

    private final Fd folder;
    private final Map<Digest, List<SignedStatement>> statements = new LinkedHashMap<>();

    private KeptSignatures(Fd folder) {
        this.folder = folder;
    }

    /** @param folder stays the caller's */
    static KeptSignatures open(Fd folder) throws IOException {
        KeptSignatures kept = new KeptSignatures(folder);
        Optional<byte[]> file = WholeFile.read(folder, FILE, StrictJson.MAX_DOCUMENT);
        if (file.isPresent()) {
            for (JsonFields manifest :
                    StrictJson.parse(file.get(), "images/" + FILE).objects("manifests")) {
                kept.statements.put(Digest.parse(manifest.requiredText("digest")), statements(manifest));
            }
        }
        return kept;
    }

    private static List<SignedStatement> statements(JsonFields manifest) throws ImageFormatException {
        List<SignedStatement> all = new ArrayList<>();
        for (JsonFields statement : manifest.objects("signatures")) {
            all.add(new SignedStatement(
                    Base64.getDecoder().decode(statement.text("payload")),
                    Base64.getDecoder().decode(statement.text("signature"))));
        }
        return List.copyOf(all);
    }

    public synchronized List<SignedStatement> of(Digest manifest) {
        return statements.getOrDefault(manifest, List.of());
    }

    /** @param present manifests that images here came with: what is known of others goes */
    public synchronized void keep(Digest manifest, List<SignedStatement> found, Set<Digest> present)
            throws IOException {
        statements.keySet().retainAll(present);
        statements.put(manifest, List.copyOf(found));
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode list = json.putArray("manifests");
        statements.forEach((digest, all) -> {
            ArrayNode array = list.addObject().put("digest", digest.toString()).putArray("signatures");
            for (SignedStatement statement : all) {
                array.addObject()
                        .put("payload", Base64.getEncoder().encodeToString(statement.payload()))
                        .put("signature", Base64.getEncoder().encodeToString(statement.signature()));
            }
        });
        WholeFile.replace(folder, FILE, StrictJson.bytes(json));
    }
}
