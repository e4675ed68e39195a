package sampan.core.image.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import sampan.core.image.catalogue.Catalogue;
import sampan.core.image.catalogue.Provenance;
import sampan.core.image.transfer.TransferProgress.Stage;
import sampan.oci.archive.Document;
import sampan.oci.image.Descriptor;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageConfig;
import sampan.oci.image.ImageId;
import sampan.oci.image.Manifest;
import sampan.oci.image.StrictJson;
import sampan.oci.layer.ParallelGzip;
import sampan.oci.layer.RecipeReader;
import sampan.oci.registry.RegistryException;
import sampan.oci.registry.Repository;
import sampan.oci.registry.Upload;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Brings one image into a repository: what is there stays, what another repository of the registry has is taken over, the rest is packed and sent. */
final class ImagePush {
    private static final int SHORT = 12;
    private static final String LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip";
    private static final String OCI = "application/vnd.oci.";
    private static final String OCI_LAYER = OCI + "image.layer.v1.tar+gzip";
    private static final String CONFIG = "application/vnd.docker.container.image.v1+json";

    private final Catalogue catalogue;
    private final Repository repository;
    private final Upload upload;
    private final Watcher watcher;
    private final Hands hands;
    private final TransferProgress progress;

    ImagePush(Catalogue catalogue, Repository repository, Watcher watcher, Hands hands, TransferProgress progress) {
        this.catalogue = catalogue;
        this.repository = repository;
        this.upload = new Upload(repository);
        this.watcher = watcher;
        this.hands = hands;
        this.progress = progress;
    }

    /** A layer as the repository has it now. */
    private record Sent(Digest diffId, Descriptor blob) {}

    /**
     * Sends the image.
     *
     * @param id of an image whose layers cannot go meanwhile
     * @return the manifest, which has the tag now
     */
    Pushed push(ImageId id, String tag) throws IOException {
        ImageConfig config = catalogue.config(id);
        Optional<Pushed> there = watcher.ask(() -> there(id, tag), progress);
        if (there.isPresent()) {
            List<Digest> layers = config.diffIds().reversed();
            for (Stage stage : List.of(Stage.PREPARING, Stage.EXISTS_THERE)) {
                for (Digest diffId : layers) {
                    tell(diffId, stage);
                }
            }
            return there.get();
        }
        Document document = Document.of(catalogue.document(id));
        Map<Digest, Descriptor> blobs = new LinkedHashMap<>();
        List<Callable<Sent>> works = new ArrayList<>();
        Future<Document> documented = hands.start(() -> bring(document));
        for (Digest diffId : config.diffIds().reversed().stream().distinct().toList()) {
            tell(diffId, Stage.PREPARING);
            works.add(() -> new Sent(diffId, bring(diffId)));
        }
        for (Sent sent : hands.all(works)) {
            blobs.put(sent.diffId, sent.blob);
        }
        hands.await(documented);
        Text manifest = manifest(id, document, config, blobs);
        hands.await(hands.start(() -> put(tag, manifest)));
        catalogue.provenance().note(id, manifest.mediaType, manifest.bytes);
        blobs.forEach((diffId, blob) -> catalogue.provenance().note(diffId, blob, repository.place()));
        catalogue.saveProvenance();
        return new Pushed(manifest.digest(), manifest.bytes.length);
    }

    /** Whether the tag leads to the very manifest already: no registry has one without what it names. Who may only write is not told. */
    private Optional<Pushed> there(ImageId id, String tag) throws IOException {
        Optional<Provenance.Kept> kept = catalogue.provenance().manifest(id);
        try {
            return kept.isPresent()
                            && repository
                                    .digest(tag)
                                    .equals(Optional.of(kept.get().digest()))
                    ? Optional.of(
                            new Pushed(kept.get().digest(), kept.get().text().getBytes(UTF_8).length))
                    : Optional.empty();
        } catch (RegistryException refused) {
            return Optional.empty();
        }
    }

    private Document bring(Document document) throws IOException {
        if (!repository.has(document.digest(), document.size())) {
            upload.document(document.bytes(), document.digest());
        }
        return document;
    }

    private Text put(String tag, Text manifest) throws IOException {
        upload.manifest(tag, manifest.mediaType, manifest.bytes);
        return manifest;
    }

    /**
     * What was pushed.
     *
     * @param size of the manifest
     */
    record Pushed(Digest digest, int size) {}

    private void tell(Digest diffId, Stage stage) throws IOException {
        progress.layer(diffId.hex().substring(0, SHORT), stage, 0, 0);
    }

    private Descriptor bring(Digest diffId) throws IOException {
        for (Provenance.Known known : catalogue.provenance().layer(diffId)) {
            if (repository.has(known.digest(), known.size())) {
                tell(diffId, Stage.EXISTS_THERE);
                return descriptor(known);
            }
        }
        for (Provenance.Known known : catalogue.provenance().layer(diffId)) {
            Optional<String> other = elsewhere(known);
            if (other.isPresent() && upload.mount(known.digest(), other.get())) {
                progress.mounted(diffId.hex().substring(0, SHORT), other.get());
                return descriptor(known);
            }
        }
        return send(diffId);
    }

    private static Descriptor descriptor(Provenance.Known known) {
        return descriptor(known.mediaType(), known.digest(), known.size());
    }

    private static Descriptor descriptor(String mediaType, Digest digest, long size) {
        return new Descriptor(mediaType, digest, size, List.of(), Map.of());
    }

    /** Another repository of the same registry that has it. */
    private Optional<String> elsewhere(Provenance.Known known) {
        String registry = repository.location().host() + "/";
        return known.places().reversed().stream()
                .filter(place -> place.startsWith(registry) && !place.equals(repository.place()))
                .map(place -> place.substring(registry.length()))
                .findFirst();
    }

    private Descriptor send(Digest diffId) throws IOException {
        long[] size = new long[1];
        Digest digest = upload.stream(out -> pack(diffId, out, size));
        tell(diffId, Stage.PUSHED);
        return descriptor(LAYER, digest, size[0]);
    }

    /** @throws IOException when the layer is no longer what it was */
    private Digest pack(Digest diffId, OutputStream out, long[] size) throws IOException {
        MessageDigest hash = Digest.Algorithm.SHA256.streamHasher();
        OutputStream counted = new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                super.out.write(bytes, offset, length);
                size[0] += length;
            }

            @Override
            public void write(int value) throws IOException {
                super.out.write(value);
                size[0]++;
            }
        };
        try (RecipeReader layer = catalogue.layers().recipe(diffId);
                ParallelGzip gzip = new ParallelGzip(new DigestOutputStream(counted, hash))) {
            Digest found = layer.writeTo(new Watched(gzip, diffId, layer.size()));
            if (!found.equals(diffId)) {
                throw new IOException("layer " + diffId + " is damaged: it has the digest " + found);
            }
            gzip.finish();
        }
        return Digest.of(Digest.Algorithm.SHA256, hash.digest());
    }

    /** A manifest as it is sent. */
    private static final class Text {
        private final String mediaType;
        private final byte[] bytes;

        Text(String mediaType, byte[] bytes) {
            this.mediaType = mediaType;
            this.bytes = bytes;
        }

        Digest digest() {
            return Digest.sha256(bytes);
        }
    }

    private Text manifest(ImageId id, Document document, ImageConfig config, Map<Digest, Descriptor> blobs) {
        List<Descriptor> layers = config.diffIds().stream()
                .flatMap(diffId -> Optional.ofNullable(blobs.get(diffId)).stream())
                .toList();
        Optional<Provenance.Kept> kept =
                catalogue.provenance().manifest(id).filter(manifest -> describes(manifest, layers));
        return kept.isPresent()
                ? new Text(kept.get().mediaType(), kept.get().text().getBytes(UTF_8))
                : new Text(mediaType(layers), manifest(document, layers));
    }

    private static boolean describes(Provenance.Kept kept, List<Descriptor> layers) {
        try {
            List<Digest> own = Manifest.parse(kept.text().getBytes(UTF_8)).layers().stream()
                    .map(Descriptor::digest)
                    .toList();
            return own.equals(layers.stream().map(Descriptor::digest).toList());
        } catch (IOException forgotten) {
            return false;
        }
    }

    /** Docker's, unless a layer is of a kind that only OCI knows. */
    private static String mediaType(List<Descriptor> layers) {
        boolean oci = layers.stream().anyMatch(layer -> layer.mediaType().startsWith(OCI));
        return oci ? Manifest.MEDIA_TYPE : Manifest.DOCKER_MEDIA_TYPE;
    }

    private static byte[] manifest(Document config, List<Descriptor> layers) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        boolean oci = mediaType(layers).equals(Manifest.MEDIA_TYPE);
        json.put("schemaVersion", 2).put("mediaType", mediaType(layers));
        String kind = oci ? ImageConfig.MEDIA_TYPE : CONFIG;
        json.set("config", json(descriptor(kind, config.digest(), config.size()), kind));
        ArrayNode list = json.putArray("layers");
        layers.forEach(layer ->
                list.add(json(layer, oci && layer.mediaType().equals(LAYER) ? OCI_LAYER : layer.mediaType())));
        return StrictJson.bytes(json);
    }

    private static ObjectNode json(Descriptor descriptor, String mediaType) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("mediaType", mediaType)
                .put("size", descriptor.size())
                .put("digest", descriptor.digest().toString());
    }

    /** A layer's bytes on their way to the packer. */
    private final class Watched extends FilterOutputStream {
        private static final long STEP = 512 << 10;

        private final Digest diffId;
        private final long total;
        private long done;
        private long told;

        Watched(OutputStream out, Digest diffId, long total) {
            super(out);
            this.diffId = diffId;
            this.total = total;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            done += length;
            if (done - told >= STEP) {
                told = done;
                progress.layer(diffId.hex().substring(0, SHORT), Stage.PUSHING, done, total);
            }
        }
    }
}
