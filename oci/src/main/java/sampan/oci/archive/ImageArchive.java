package sampan.oci.archive;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageConfig;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.Platform;
import sampan.oci.layer.Members;

/** The images that an archive says it holds, whichever of four kinds it is. */
public final class ImageArchive {
    private static final String LINUX = "linux";
    /** overlayfs takes 500 lower directories. */
    private static final int MOST_LAYERS = 500;

    private ImageArchive() {}

    /**
     * Reads what describes the images; their layers are left alone.
     *
     * @param wanted the name of the one that somebody asks for: there is that one alone, or none
     * @param platform which to take of an image for several; empty: this machine's, or the only one there is
     * @throws ImageFormatException with one sentence, when something is missing, contradicts itself or lies
     */
    public static List<ArchivedImage> read(Members index, Optional<String> wanted, Optional<Platform> platform)
            throws IOException {
        ArchiveFile file = new ArchiveFile(index);
        boolean layout = file.has(OciLayout.INDEX);
        if (file.has(DockerArchive.MANIFEST)) {
            List<ArchivedImage> images = named(new DockerArchive(file).images(), wanted);
            if (!images.isEmpty() || wanted.isEmpty() || !layout) {
                return images;
            }
        }
        if (layout) {
            return new OciLayout(file, wanted, platform).images();
        }
        if (file.has(LegacyArchive.REPOSITORIES)) {
            return named(new LegacyArchive(file).images(), wanted);
        }
        throw new ImageFormatException(
                "invalid archive: it has neither manifest.json nor index.json nor repositories, as archives of images have");
    }

    private static List<ArchivedImage> named(List<ArchivedImage> images, Optional<String> wanted) {
        return wanted.isEmpty()
                ? images
                : LayoutIndex.reference(wanted.get()).stream()
                        .flatMap(name ->
                                images.stream().filter(image -> image.names().contains(name)))
                        .toList();
    }

    /** Reads a configuration and checks that it fits to as many layers. */
    public static ImageConfig config(byte[] document, int layers) throws ImageFormatException {
        ImageConfig config = ImageConfig.parse(document);
        if (!config.platform().os().equals(LINUX)) {
            throw new ImageFormatException("operating system is not supported");
        }
        if (config.diffIds().size() != layers) {
            throw new ImageFormatException("invalid manifest, layers length mismatch: expected "
                    + config.diffIds().size() + ", got " + layers);
        }
        if (layers > MOST_LAYERS) {
            throw new ImageFormatException("max depth exceeded: an image of " + layers + " layers");
        }
        for (Digest diffId : config.diffIds()) {
            if (diffId.algorithm() != Digest.Algorithm.SHA256) {
                throw new ImageFormatException("unsupported digest algorithm of a layer: " + diffId);
            }
        }
        return config;
    }
}
