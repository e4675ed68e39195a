package sampan.oci.archive;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sampan.oci.image.Descriptor;
import sampan.oci.image.ImageConfig;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.ImageReference;
import sampan.oci.image.Index;
import sampan.oci.image.Manifest;
import sampan.oci.image.Platform;
import sampan.oci.image.StrictJson;

/** image-layout.md, in a tar: {@code index.json} and blobs under their digests. */
final class OciLayout {
    static final String INDEX = "index.json";

    static final String LAYOUT = "oci-layout";
    private static final String VERSION = "1.0.0";
    static final byte[] VERSION_DOCUMENT = ("{\"imageLayoutVersion\":\"" + VERSION + "\"}").getBytes(US_ASCII);
    private static final String REFERENCE_TYPE = "vnd.docker.reference.type";
    private static final Set<String> INDEXES = Set.of(Index.MEDIA_TYPE, Index.DOCKER_MEDIA_TYPE);
    private static final Set<String> MANIFESTS = Set.of(Manifest.MEDIA_TYPE, Manifest.DOCKER_MEDIA_TYPE);
    private static final Set<String> CONFIGS =
            Set.of(ImageConfig.MEDIA_TYPE, "application/vnd.docker.container.image.v1+json");
    private static final int DEEPEST = 3;

    private final ArchiveFile file;
    private final Optional<String> wanted;
    private final Optional<Platform> platform;

    /** @param wanted somebody asks for that one by a name */
    OciLayout(ArchiveFile file, Optional<String> wanted, Optional<Platform> platform) {
        this.file = file;
        this.wanted = wanted;
        this.platform = platform;
    }

    List<ArchivedImage> images() throws IOException {
        List<ArchivedImage> images = new ArrayList<>();
        for (Map.Entry<Descriptor, List<ImageReference>> image : manifests().entrySet()) {
            images.add(image(image.getKey(), image.getValue()));
        }
        return images;
    }

    /** The manifests for the platform that is wanted, each with the names that lead to it. */
    Map<Descriptor, List<ImageReference>> manifests() throws IOException {
        checkVersion(file.document(LAYOUT));
        Map<String, List<Descriptor>> byName = new LinkedHashMap<>();
        for (Descriptor descriptor : wanted(Index.parse(file.document(INDEX)).manifests())) {
            byName.computeIfAbsent(name(descriptor), _ -> new ArrayList<>()).add(descriptor);
        }
        Map<Descriptor, List<ImageReference>> chosen = new LinkedHashMap<>();
        for (Map.Entry<String, List<Descriptor>> group : byName.entrySet()) {
            for (Descriptor descriptor : choose(group.getValue())) {
                chosen.computeIfAbsent(manifest(descriptor, 0), _ -> new ArrayList<>())
                        .addAll(reference(group.getKey()).stream().toList());
            }
        }
        return chosen;
    }

    private static void checkVersion(byte[] document) throws ImageFormatException {
        String version = StrictJson.parse(document, LAYOUT).text("imageLayoutVersion");
        if (!version.equals(VERSION)) {
            throw new ImageFormatException("unsupported OCI version \"" + version + "\"");
        }
    }

    /** What says that a folder is a layout; one that is another stays what it is. */
    static byte[] version(Optional<byte[]> old) throws ImageFormatException {
        if (old.isPresent()) {
            checkVersion(old.get());
        }
        return old.orElse(VERSION_DOCUMENT);
    }

    /** Those of a name: as it was typed for skopeo or, where none was, the whole name. */
    private List<Descriptor> wanted(List<Descriptor> all) throws ImageFormatException {
        List<Descriptor> images = all.stream().filter(OciLayout::isImage).toList();
        if (wanted.isEmpty()) {
            return images;
        }
        List<Descriptor> typed = images.stream()
                .filter(image -> wanted.get().equals(image.annotations().get(LayoutIndex.REF_NAME)))
                .toList();
        Optional<ImageReference> whole = LayoutIndex.reference(wanted.get());
        return !typed.isEmpty() || whole.isEmpty()
                ? typed
                : images.stream()
                        .filter(image -> whole.equals(LayoutIndex.reference(name(image))))
                        .toList();
    }

    /** Attestations and the like stand beside images. */
    private static boolean isImage(Descriptor descriptor) {
        return !descriptor.annotations().containsKey(REFERENCE_TYPE)
                && descriptor
                        .platform()
                        .map(platform -> !platform.os().equals("unknown"))
                        .orElse(true);
    }

    private static String name(Descriptor descriptor) {
        String whole = descriptor.annotations().getOrDefault(LayoutIndex.CONTAINERD_NAME, "");
        return whole.isEmpty() ? descriptor.annotations().getOrDefault(LayoutIndex.REF_NAME, "") : whole;
    }

    /** A word alone names no image but for him who asks for it, as skopeo's users do. */
    private Optional<ImageReference> reference(String name) {
        boolean whole = name.indexOf('/') >= 0 || name.indexOf(':') >= 0;
        return whole || wanted.isPresent() ? LayoutIndex.reference(name) : Optional.empty();
    }

    /** Of one image for several platforms the one that is wanted; images that tell no platform are all wanted. */
    private List<Descriptor> choose(List<Descriptor> candidates) throws ImageFormatException {
        boolean several = candidates.size() > 1
                && candidates.stream()
                        .allMatch(candidate -> candidate.platform().isPresent());
        return several ? List.of(fitting(candidates)) : candidates;
    }

    private Descriptor fitting(List<Descriptor> candidates) throws ImageFormatException {
        Platform wanted = platform.orElseGet(Platform::host);
        return candidates.stream()
                .filter(candidate -> candidate.platform().map(wanted::fits).orElse(false))
                .findFirst()
                .orElseThrow(() ->
                        new ImageFormatException("no image found in the archive for platform " + wanted + ", only for "
                                + candidates.stream()
                                        .flatMap(candidate -> candidate.platform().stream())
                                        .toList()));
    }

    /** The manifest that a descriptor leads to. */
    private Descriptor manifest(Descriptor descriptor, int depth) throws IOException {
        if (MANIFESTS.contains(descriptor.mediaType())) {
            return descriptor;
        }
        if (!INDEXES.contains(descriptor.mediaType()) || depth == DEEPEST) {
            throw new ImageFormatException("unsupported media type \"" + descriptor.mediaType() + "\" in the archive");
        }
        List<Descriptor> candidates = Index.parse(file.blob(descriptor)).manifests().stream()
                .filter(OciLayout::isImage)
                .toList();
        if (candidates.isEmpty()) {
            throw new ImageFormatException("an index of the archive has no images");
        }
        return manifest(candidates.size() == 1 ? candidates.getFirst() : fitting(candidates), depth + 1);
    }

    ArchivedImage image(Descriptor descriptor, List<ImageReference> names) throws IOException {
        Manifest manifest = Manifest.parse(file.blob(descriptor));
        if (!CONFIGS.contains(manifest.config().mediaType())) {
            throw new ImageFormatException(
                    "the archive holds no image but \"" + manifest.config().mediaType() + "\"");
        }
        byte[] document = file.blob(manifest.config());
        ImageConfig config = ImageArchive.config(document, manifest.layers().size());
        if (platform.isPresent() && !platform.get().fits(config.platform())) {
            throw new ImageFormatException("no image found in the archive for platform " + platform.get()
                    + ", only for [" + config.platform() + "]");
        }
        List<ArchivedImage.Layer> layers = new ArrayList<>();
        for (int i = 0; i < manifest.layers().size(); i++) {
            Descriptor layer = manifest.layers().get(i);
            layers.add(new ArchivedImage.Layer(
                    config.diffIds().get(i),
                    file.member(ArchiveFile.path(layer.digest())),
                    Optional.of(ArchivedImage.Promise.of(layer))));
        }
        return new ArchivedImage(Document.of(document), config, layers, names);
    }
}
