package sampan.core.image.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import sampan.core.image.archive.Arrivals;
import sampan.core.image.archive.WatchedStream;
import sampan.core.image.catalogue.Catalogue;
import sampan.core.image.catalogue.Provenance;
import sampan.oci.archive.Document;
import sampan.oci.archive.ImageArchive;
import sampan.oci.image.Descriptor;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageConfig;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.ImageId;
import sampan.oci.image.ImageReference;
import sampan.oci.image.Manifest;
import sampan.oci.image.Platform;
import sampan.oci.registry.MediaTypes;
import sampan.oci.registry.Repository;

/** Takes one image over from a registry: its layers side by side, each unpacked and checked while it comes. */
final class ImagePull {
    private static final int SHORT = 12;

    private final Catalogue catalogue;
    private final Repository repository;
    private final Watcher watcher;
    private final Hands hands;
    private final TransferProgress progress;

    ImagePull(Catalogue catalogue, Repository repository, Watcher watcher, Hands hands, TransferProgress progress) {
        this.catalogue = catalogue;
        this.repository = repository;
        this.watcher = watcher;
        this.hands = hands;
        this.progress = progress;
    }

    /** What is to come, verified as far as it is here. */
    private record Plan(
            Repository.Fetched first,
            Repository.Fetched text,
            Manifest manifest,
            Document document,
            ImageConfig config) {}

    /** A layer of it. */
    private record Part(int number, Digest diffId, Descriptor blob) {
        String label() {
            return blob.digest().hex().substring(0, SHORT);
        }
    }

    Pulled pull(ImageReference name, Optional<Platform> platform, Instant when) throws IOException {
        Answer answer = watcher.ask(() -> ask(name, platform), progress);
        if (answer.same.isPresent()) {
            tag(name);
            return answer.same.get();
        }
        return pull(hands.await(hands.start(() -> plan(name, platform, answer.told))), name, Optional.empty(), when);
    }

    /**
     * What the registry says of a name, before anything is fetched.
     *
     * @param same the image, when all of it is here
     */
    private record Answer(Optional<Digest> told, Optional<Pulled> same) {}

    private Answer ask(ImageReference name, Optional<Platform> platform) throws IOException {
        Optional<Digest> told = told(name);
        return new Answer(told, told.isPresent() ? same(name, platform, told.get()) : Optional.empty());
    }

    /** Takes it over under another name, and that alone. */
    Pulled pullAs(ImageReference name, ImageReference other, Optional<Platform> platform, Instant when)
            throws IOException {
        Plan plan = hands.await(hands.start(() -> plan(name, platform, told(name))));
        return pull(plan, name, Optional.of(other), when);
    }

    /**
     * The image when all of it is here, by the very manifest that the name leads to there: then there is nothing to plan.
     *
     * @return empty: that is to be found out
     */
    private Optional<Pulled> same(ImageReference name, Optional<Platform> platform, Digest told) throws IOException {
        ImageReference digested = digested(name, told);
        ImageReference kept = name.digest().isPresent() ? digested : name;
        Optional<ImageId> id = catalogue.index().named(kept);
        boolean same = id.isPresent()
                && id.equals(catalogue.index().named(digested))
                && catalogue
                        .provenance()
                        .manifest(id.get())
                        .map(manifest -> manifest.digest().equals(told))
                        .orElse(false)
                && catalogue.isUsable(id.get())
                && (platform.isEmpty()
                        || platform.get().fits(catalogue.config(id.get()).platform()));
        if (!same) {
            return Optional.empty();
        }
        admit(name, List.of(told));
        return Optional.of(new Pulled(kept, id.get(), told, false));
    }

    private void admit(ImageReference name, List<Digest> manifests) throws IOException {
        new Admission(catalogue).pull(name, repository, manifests);
    }

    private void tag(ImageReference name) throws IOException {
        String shown = name.digest()
                .map(digest -> digested(name, digest).familiar())
                .orElse(name.tag().orElse(""));
        progress.tag(shown, name.path());
    }

    private static ImageReference digested(ImageReference name, Digest digest) {
        return new ImageReference(name.domain(), name.path(), Optional.empty(), Optional.of(digest));
    }

    private Pulled pull(Plan plan, ImageReference name, Optional<ImageReference> other, Instant when)
            throws IOException {
        tag(name);
        ImageReference digested = digested(name, plan.first.digest());
        ImageReference kept = other.orElse(name.digest().isPresent() ? digested : name);
        List<ImageReference> names =
                other.isPresent() || kept.equals(digested) ? List.of(kept) : List.of(kept, digested);
        ImageId id = new ImageId(plan.document.digest());
        boolean newer = !catalogue.index().named(kept).equals(Optional.of(id));
        try (Arrivals arrivals = new Arrivals(catalogue)) {
            arrivals.expect(plan.config.diffIds());
            boolean known = catalogue.isUsable(id);
            List<Part> parts = known ? List.of() : parts(plan);
            List<Part> fetched = fetch(parts, arrivals);
            boolean named = known
                    && names.stream()
                            .allMatch(each -> catalogue.index().named(each).equals(Optional.of(id)));
            if (!named) {
                arrivals.keep(List.of(new Arrivals.Arrival(plan.document, plan.config, names)), when);
            }
            remember(plan, id);
            for (Part part : fetched) {
                tell(part, TransferProgress.Stage.PULLED);
            }
        }
        return new Pulled(kept, id, plan.first.digest(), newer);
    }

    private void remember(Plan plan, ImageId id) throws IOException {
        String place = repository.place();
        for (Part part : parts(plan)) {
            catalogue.provenance().note(part.diffId, part.blob, place);
        }
        catalogue
                .provenance()
                .note(id, plan.text.mediaType(), plan.text.document().bytes());
        if (!plan.first.digest().equals(plan.text.digest())) {
            catalogue.provenance().noteIndex(id, plan.first.mediaType(), plan.first.bytes());
        }
        catalogue.saveProvenance();
    }

    private Plan plan(ImageReference name, Optional<Platform> platform, Optional<Digest> told) throws IOException {
        Repository.Fetched first = first(name, told);
        Repository.Fetched text = PlatformChoice.choose(this::manifest, first, platform);
        admit(name, List.of(first.digest(), text.digest()));
        Manifest manifest = Manifest.parse(text.bytes());
        if (!MediaTypes.CONFIGS.contains(manifest.config().mediaType())) {
            throw new ImageFormatException(
                    "unsupported media type " + manifest.config().mediaType());
        }
        byte[] document = document(manifest.config());
        ImageConfig config = ImageArchive.config(document, manifest.layers().size());
        if (platform.isPresent() && !platform.get().fits(config.platform())) {
            throw new ImageFormatException("image with reference " + name.familiar()
                    + " was found but does not match the specified platform: wanted " + platform.get() + ", actual: "
                    + config.platform());
        }
        return new Plan(first, text, manifest, Document.of(document), config);
    }

    private static String tagOrDigest(ImageReference name) {
        return name.digest().map(Digest::toString).orElse(name.tag().orElse(ImageReference.DEFAULT_TAG));
    }

    /** The digest that the name leads to there; asked for only where the name is known here, as it may be all that is needed. */
    private Optional<Digest> told(ImageReference name) throws IOException {
        return catalogue.index().named(name).isEmpty()
                ? Optional.empty()
                : repository
                        .digest(tagOrDigest(name))
                        .filter(told -> name.digest().map(told::equals).orElse(true));
    }

    /** What the name leads to now. */
    private Repository.Fetched first(ImageReference name, Optional<Digest> told) throws IOException {
        Optional<Repository.Fetched> kept = told.isPresent() ? kept(told.get()) : Optional.empty();
        if (kept.isPresent()) {
            return kept.get();
        }
        return name.digest().isPresent()
                ? repository.manifest(name.digest().get())
                : repository.manifest(tagOrDigest(name));
    }

    private Repository.Fetched manifest(Digest digest) throws IOException {
        Optional<Repository.Fetched> kept = kept(digest);
        return kept.isPresent() ? kept.get() : repository.manifest(digest);
    }

    private Optional<Repository.Fetched> kept(Digest digest) throws IOException {
        Optional<Provenance.Kept> kept = catalogue.provenance().document(digest);
        return kept.isEmpty()
                ? Optional.empty()
                : Optional.of(new Repository.Fetched(
                        kept.get().mediaType(),
                        digest,
                        Document.of(kept.get().text().getBytes(UTF_8))));
    }

    /** Not fetched when it is here and sound; a pull also repairs. */
    private byte[] document(Descriptor config) throws IOException {
        Optional<byte[]> here = catalogue.soundDocument(new ImageId(config.digest()));
        return here.isPresent() && here.get().length == config.size() ? here.get() : repository.document(config);
    }

    /** Each layer once, however often the image has it. */
    private static List<Part> parts(Plan plan) {
        Map<Digest, Part> parts = new LinkedHashMap<>();
        List<Descriptor> blobs = plan.manifest.layers();
        for (int i = 0; i < blobs.size(); i++) {
            Digest diffId = plan.config.diffIds().get(i);
            parts.putIfAbsent(diffId, new Part(i, diffId, blobs.get(i)));
        }
        return List.copyOf(parts.values());
    }

    /** @return those that were not here */
    private List<Part> fetch(List<Part> parts, Arrivals arrivals) throws IOException {
        List<Callable<Part>> works = new ArrayList<>();
        for (Part part : parts) {
            boolean here = arrivals.has(part.diffId);
            tell(part, here ? TransferProgress.Stage.EXISTS : TransferProgress.Stage.WANTED);
            if (!here) {
                works.add(() -> fetch(part, arrivals));
            }
        }
        return hands.all(works);
    }

    private Part fetch(Part part, Arrivals arrivals) throws IOException {
        try (InputStream blob = new WatchedStream(
                repository.blob(part.blob),
                done -> progress.layer(part.label(), TransferProgress.Stage.DOWNLOADING, done, part.blob.size()))) {
            arrivals.unpack(part.diffId, part.number, blob);
            // A decoder may leave alone what follows its stream; the digest is of all there is.
            blob.transferTo(OutputStream.nullOutputStream());
        }
        tell(part, TransferProgress.Stage.VERIFYING);
        tell(part, TransferProgress.Stage.DOWNLOADED);
        return part;
    }

    private void tell(Part part, TransferProgress.Stage stage) throws IOException {
        progress.layer(part.label(), stage, 0, 0);
    }
}
