package sampan.oci.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageConfig;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.ImageReference;
import sampan.oci.image.JsonFields;
import sampan.oci.image.StrictJson;
import sampan.oci.layer.TarIndex;

/** What {@code docker save} writes since version 1.10: {@code manifest.json} lists the images, wherever their files are. */
final class DockerArchive {
    static final String MANIFEST = "manifest.json";

    private final ArchiveFile file;

    DockerArchive(ArchiveFile file) {
        this.file = file;
    }

    List<ArchivedImage> images() throws IOException {
        List<ArchivedImage> images = new ArrayList<>();
        for (JsonFields entry : StrictJson.parseList(file.document(MANIFEST), MANIFEST)) {
            StrictJson.refuseCaseVariants(entry);
            images.add(image(entry));
        }
        return images;
    }

    private ArchivedImage image(JsonFields entry) throws IOException {
        byte[] document = file.document(entry.requiredText("Config"));
        List<String> paths = entry.texts("Layers");
        ImageConfig config = ImageArchive.config(document, paths.size());
        List<ArchivedImage.Layer> layers = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            layers.add(layer(config.diffIds().get(i), paths.get(i)));
        }
        List<ImageReference> names = new ArrayList<>();
        for (String tag : entry.texts("RepoTags")) {
            names.add(name(tag));
        }
        return new ArchivedImage(Document.of(document), config, layers, names);
    }

    private ArchivedImage.Layer layer(Digest diffId, String path) throws IOException {
        TarIndex.Member member = file.member(path);
        Optional<Digest> promised = path.startsWith("blobs/") ? ArchiveFile.digest(path) : Optional.empty();
        return new ArchivedImage.Layer(
                diffId, member, promised.map(digest -> new ArchivedImage.Promise(digest, member.size())));
    }

    static ImageReference name(String tag) throws ImageFormatException {
        ImageReference name = ImageReference.parse(tag);
        if (name.tag().isEmpty() || name.digest().isPresent()) {
            throw new ImageFormatException("invalid tag \"" + tag + "\"");
        }
        return name;
    }
}
