package sampan.oci.signature;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sampan.oci.image.Descriptor;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageConfig;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.Manifest;
import sampan.oci.image.StrictJson;
import sampan.oci.registry.Referrers;
import sampan.oci.registry.RegistryException;
import sampan.oci.registry.Repository;
import sampan.oci.registry.Upload;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Signatures in a repository, beside the image: under cosign's tag {@code sha256-….sig}, and as referrers of OCI 1.1. Both are read, both written. */
public final class SignatureStore {
    private static final String ARTIFACT = "application/vnd.dev.cosign.artifact.sig.v1+json";
    private static final String SIGNATURE = "dev.cosignproject.cosign/signature";
    private static final int MOST = 64;

    private final Repository repository;

    public SignatureStore(Repository repository) {
        this.repository = repository;
    }

    private static String tag(Digest manifest) {
        return manifest.algorithm().label() + "-" + manifest.hex() + ".sig";
    }

    /** All that lie there, each once, whoever made them. */
    public List<SignedStatement> find(Digest manifest) throws IOException {
        Set<SignedStatement> found = new LinkedHashSet<>();
        Optional<Manifest> tagged = tagged(manifest);
        if (tagged.isPresent()) {
            found.addAll(statements(tagged.get()));
        }
        for (Descriptor referrer : new Referrers(repository).find(manifest)) {
            if (found.size() < MOST) {
                found.addAll(referrer(referrer));
            }
        }
        return List.copyOf(found);
    }

    /** It may be anything: a bill of materials, somebody's notes. */
    private List<SignedStatement> referrer(Descriptor referrer) throws IOException {
        byte[] text = repository.manifest(referrer.digest()).bytes();
        Manifest manifest;
        try {
            manifest = Manifest.parse(text);
        } catch (ImageFormatException another) {
            return List.of();
        }
        return statements(manifest);
    }

    private Optional<Manifest> tagged(Digest manifest) throws IOException {
        try {
            return Optional.of(Manifest.parse(repository.manifest(tag(manifest)).bytes()));
        } catch (RegistryException refused) {
            if (refused.kind() == RegistryException.Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    private List<SignedStatement> statements(Manifest manifest) throws IOException {
        List<SignedStatement> found = new ArrayList<>();
        for (Descriptor layer : manifest.layers()) {
            if (layer.size() <= SignedStatement.LARGEST && found.size() < MOST) {
                statement(layer).ifPresent(found::add);
            }
        }
        return found;
    }

    /** Empty when it is no signature, as it may be, or by somebody else's mistake. */
    private Optional<SignedStatement> statement(Descriptor layer) throws IOException {
        if (SigstoreBundle.isOne(layer.mediaType())) {
            return SigstoreBundle.read(content(layer));
        }
        String signature = layer.annotations().getOrDefault(SIGNATURE, "");
        if (!layer.mediaType().equals(SignedStatement.MEDIA_TYPE) || signature.isEmpty()) {
            return Optional.empty();
        }
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(signature);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
        return Optional.of(new SignedStatement(content(layer), decoded));
    }

    private byte[] content(Descriptor layer) throws IOException {
        try (InputStream content = repository.blob(layer)) {
            return content.readAllBytes();
        }
    }

    /** Adds one to those that lie there. */
    public void add(Descriptor manifest, SignedStatement statement) throws IOException {
        Upload upload = new Upload(repository);
        Optional<Manifest> old = tagged(manifest.digest());
        List<Descriptor> layers = new ArrayList<>(old.map(Manifest::layers).orElse(List.of()));
        Descriptor layer = send(upload, statement);
        layers.removeIf(layer::equals);
        layers.add(layer);
        upload.manifest(tag(manifest.digest()), Manifest.MEDIA_TYPE, document(upload, layers, Optional.empty()));
        new Referrers(repository).add(manifest, ARTIFACT, document(upload, List.of(layer), Optional.of(manifest)));
    }

    private Descriptor send(Upload upload, SignedStatement statement) throws IOException {
        Digest digest = Digest.sha256(statement.payload());
        if (!repository.has(digest, statement.payload().length)) {
            upload.document(statement.payload(), digest);
        }
        return new Descriptor(
                SignedStatement.MEDIA_TYPE,
                digest,
                statement.payload().length,
                List.of(),
                java.util.Map.of(SIGNATURE, Base64.getEncoder().encodeToString(statement.signature())));
    }

    private byte[] document(Upload upload, List<Descriptor> layers, Optional<Descriptor> subject) throws IOException {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("schemaVersion", 2).put("mediaType", Manifest.MEDIA_TYPE);
        subject.ifPresent(_ -> json.put("artifactType", ARTIFACT));
        byte[] config = config(layers);
        Digest digest = Digest.sha256(config);
        if (!repository.has(digest, config.length)) {
            upload.document(config, digest);
        }
        json.putObject("config")
                .put("mediaType", ImageConfig.MEDIA_TYPE)
                .put("size", config.length)
                .put("digest", digest.toString());
        ArrayNode list = json.putArray("layers");
        for (Descriptor layer : layers) {
            Referrers.describe(list.addObject(), layer);
        }
        subject.ifPresent(image -> Referrers.describe(json.putObject("subject"), image));
        return StrictJson.bytes(json);
    }

    /** An image's configuration in form: registries look for one. */
    private static byte[] config(List<Descriptor> layers) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("architecture", "").put("os", "");
        json.putObject("config");
        ObjectNode rootfs = json.putObject("rootfs").put("type", "layers");
        ArrayNode ids = rootfs.putArray("diff_ids");
        layers.forEach(layer -> ids.add(layer.digest().toString()));
        return StrictJson.bytes(json);
    }
}
