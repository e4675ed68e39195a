package sampan.oci.archive;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageConfig;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.ImageReference;
import sampan.oci.image.Platform;
import sampan.oci.layer.TarIndex;

/** The images that an archive says it holds, whichever of four kinds it is. */
public final class ImageArchive {
    private static final String LINUX = "linux";
    /** overlayfs takes 500 lower directories. */
    private static final int MOST_LAYERS = 500;

    private ImageArchive() {}

    /**
     * Reads what describes the images; their layers are left alone.
     *
     * @param wanted the name of the one that somebody asks for
     * @param platform which to take of an image for several; empty: this machine's, or the only one there is
     * @throws ImageFormatException with one sentence, when something is missing, contradicts itself or lies
     */
    public static List<ArchivedImage> read(TarIndex index, Optional<ImageReference> wanted, Optional<Platform> platform)
            throws IOException {
        ArchiveFile file = new ArchiveFile(index);
        if (file.has(DockerArchive.MANIFEST)) {
            return new DockerArchive(file).images();
        }
        if (file.has(OciLayout.INDEX)) {
            return new OciLayout(file, wanted, platform).images();
        }
        if (file.has(LegacyArchive.REPOSITORIES)) {
            return new LegacyArchive(file).images();
        }
        throw new ImageFormatException(
                "invalid archive: it has neither manifest.json nor index.json nor repositories, as archives of images have");
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
