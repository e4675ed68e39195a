package sampan.core.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sampan.core.error.EngineException;
import sampan.core.image.catalogue.Catalogue;
import sampan.core.image.catalogue.Image;
import sampan.core.image.transfer.Pulled;
import sampan.core.image.transfer.Transfers;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageId;
import sampan.oci.image.ImageReference;
import sampan.oci.image.Platform;

/** Holds images against their digests, and brings back what is damaged from where it came from. */
public final class ImageCheck {
    private final Catalogue catalogue;
    private final Transfers transfers;

    ImageCheck(Catalogue catalogue, Transfers transfers) {
        this.catalogue = catalogue;
        this.transfers = transfers;
    }

    /** What is damaged, or nobody's. */
    public enum Kind {
        CONFIG,
        LAYER,
        INDEX,
        /** Belongs to no image. */
        STRANGER
    }

    /**
     * One thing that is not as it was.
     *
     * @param subject a digest, or a file's name
     * @param problems in a few words each
     * @param images that need it
     */
    public record Finding(Kind kind, String subject, List<String> problems, List<ImageId> images) {
        public Finding {
            problems = List.copyOf(problems);
            images = List.copyOf(images);
        }
    }

    /**
     * What was found.
     *
     * @param images how many were looked at
     * @param bytes of their layers' files
     */
    public record Report(int images, int layers, long bytes, List<Finding> findings) {
        public Report {
            findings = List.copyOf(findings);
        }

        /** Of a configuration or a layer. */
        public boolean isDamaged() {
            return findings.stream().anyMatch(finding -> !finding.images().isEmpty());
        }
    }

    /** For {@link ImageStore#layersOf}: an image of which something is damaged makes no container. */
    static void refuseDamaged(Catalogue catalogue, ImageId id) throws IOException {
        for (Digest diffId : catalogue.config(id).diffIds()) {
            List<String> damage = catalogue.layers().checkForUse(diffId);
            if (!damage.isEmpty()) {
                throw new EngineException.SystemError(
                        "image " + id.shortened() + " is damaged: layer " + diffId + ": " + damage.getFirst()
                                + "; \"sampan image check --repair\" brings it back where it can be pulled again",
                        null);
            }
        }
    }

    /** Looks at all bytes of these images, each layer once. */
    public Report images(List<Image> images) {
        try {
            return report(images.stream().map(Image::id).toList());
        } catch (IOException failed) {
            throw Catalogue.failure("cannot check the images", failed);
        }
    }

    /** Looks at everything, also at what belongs to no image. */
    public Report everything() {
        try {
            Report report = report(List.copyOf(catalogue.index().images().keySet()));
            List<Finding> findings = new ArrayList<>(report.findings);
            if (catalogue.restored()) {
                findings.add(new Finding(
                        Kind.INDEX,
                        "images/index.json",
                        List.of("it was lost or damaged when the engine started: the latest names may be missing"),
                        List.of()));
            }
            Catalogue.Strangers strangers = catalogue.strangers();
            strangers.layers().forEach(layer -> findings.add(stranger("layers/" + layer.hex())));
            strangers.blobs().forEach(blob -> findings.add(stranger("blobs/sha256/" + blob.hex())));
            return new Report(report.images, report.layers, report.bytes, findings);
        } catch (IOException failed) {
            throw Catalogue.failure("cannot check the images", failed);
        }
    }

    private static Finding stranger(String place) {
        return new Finding(Kind.STRANGER, place, List.of("it belongs to no image"), List.of());
    }

    private Report report(List<ImageId> ids) throws IOException {
        List<Finding> findings = new ArrayList<>();
        Map<Digest, List<ImageId>> layers = new LinkedHashMap<>();
        for (ImageId id : ids) {
            List<String> damage = catalogue.configDamage(id);
            if (damage.isEmpty()) {
                for (Digest diffId : catalogue.config(id).diffIds()) {
                    List<ImageId> users = layers.computeIfAbsent(diffId, _ -> new ArrayList<>());
                    if (!users.contains(id)) {
                        users.add(id);
                    }
                }
            } else {
                findings.add(new Finding(Kind.CONFIG, id.toString(), damage, List.of(id)));
            }
        }
        long bytes = 0;
        for (Map.Entry<Digest, List<ImageId>> layer : layers.entrySet()) {
            List<String> damage = catalogue.layers().check(layer.getKey());
            if (damage.isEmpty()) {
                bytes += catalogue.size(layer.getKey());
            } else {
                findings.add(new Finding(Kind.LAYER, layer.getKey().toString(), damage, layer.getValue()));
            }
        }
        return new Report(ids.size(), layers.size(), bytes, stillThere(findings));
    }

    /** Without what was removed meanwhile. */
    private List<Finding> stillThere(List<Finding> findings) {
        return findings.stream()
                .filter(finding ->
                        finding.images.stream().anyMatch(catalogue.index().images()::containsKey))
                .toList();
    }

    /** What became of a damaged image. */
    public sealed interface Outcome {
        ImageId image();

        /** @param from the name it was pulled by */
        record Repaired(ImageId image, String from) implements Outcome {}

        record Failed(ImageId image, String reason) implements Outcome {}
    }

    /** Pulls every damaged image again, and takes away what belongs to none. */
    public List<Outcome> repair(Report report, Transfers.Session session) {
        List<ImageId> damaged = report.findings.stream()
                .flatMap(finding -> finding.images().stream())
                .distinct()
                .toList();
        List<Outcome> outcomes = new ArrayList<>();
        for (ImageId id : damaged) {
            outcomes.add(repair(id, session));
        }
        try {
            catalogue.sweep();
        } catch (IOException failed) {
            throw Catalogue.failure("cannot take away what belongs to no image", failed);
        }
        return outcomes;
    }

    private Transfers.Session forPlatformOf(ImageId id, Transfers.Session session) {
        if (!catalogue.configDamage(id).isEmpty()) {
            return session;
        }
        Optional<Platform> platform = Optional.of(catalogue.config(id).platform());
        return new Transfers.Session(session.client(), session.user(), platform, session.progress());
    }

    private Outcome repair(ImageId id, Transfers.Session session) {
        Optional<ImageReference> source = catalogue.index().referencesOf(id).stream()
                .filter(name -> name.digest().isPresent())
                .findFirst();
        if (source.isEmpty()) {
            return new Outcome.Failed(id, "it did not come from a registry: load or import it again, and it is whole");
        }
        try {
            Pulled pulled = transfers.pull(source.get(), forPlatformOf(id, session));
            return pulled.id().equals(id)
                    ? new Outcome.Repaired(id, source.get().familiar())
                    : new Outcome.Failed(id, source.get().familiar() + " is another image for this platform");
        } catch (EngineException failed) {
            return new Outcome.Failed(id, String.valueOf(failed.getMessage()));
        }
    }
}
