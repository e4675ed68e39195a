package sampan.oci.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import sampan.oci.image.Descriptor;
import sampan.oci.image.ImageReference;
import sampan.oci.image.Index;
import sampan.oci.image.StrictJson;
import sampan.oci.layer.TarEntry;
import sampan.oci.layer.TarWriter;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes an image byte for byte as an OCI layout in a tar (image-layout.md). */
public final class LayoutWriter {
    private final TarWriter archive;

    private LayoutWriter(OutputStream out) {
        archive = new TarWriter(out);
    }

    /** @throws IOException also when a part of the image is not what it promises */
    public static void write(WholeImage image, OutputStream out) throws IOException {
        new LayoutWriter(out).write(image);
    }

    private void write(WholeImage image) throws IOException {
        document(OciLayout.LAYOUT, ArchiveWriter.LAYOUT_VERSION);
        folder("blobs/");
        folder("blobs/sha256/");
        for (Descriptor part : image.parts()) {
            archive.write(ArchiveWriter.file(ArchiveFile.path(part.digest()), part.size()), part.size(), out -> {
                try (InputStream blob = image.blobs().open(part)) {
                    blob.transferTo(out);
                }
            });
        }
        document(ArchiveFile.path(image.manifest().digest()), image.manifest().bytes());
        document(OciLayout.INDEX, index(image));
        archive.finish();
    }

    private static byte[] index(WholeImage image) {
        ObjectNode index = JsonNodeFactory.instance.objectNode();
        index.put("schemaVersion", 2).put("mediaType", Index.MEDIA_TYPE);
        ArrayNode manifests = index.putArray("manifests");
        for (ImageReference name : image.names()) {
            String tag = name.tag().orElse(ImageReference.DEFAULT_TAG);
            manifests.add(ArchiveWriter.named(descriptor(image), name, tag));
        }
        if (image.names().isEmpty()) {
            manifests.add(descriptor(image));
        }
        return StrictJson.bytes(index);
    }

    private static ObjectNode descriptor(WholeImage image) {
        Document manifest = image.manifest();
        return ArchiveWriter.descriptor(image.mediaType(), manifest.digest(), manifest.size());
    }

    private void folder(String name) throws IOException {
        archive.write(ArchiveWriter.entry(name, ArchiveWriter.FOLDER, new TarEntry.Content.Directory()));
    }

    private void document(String name, byte[] bytes) throws IOException {
        archive.write(ArchiveWriter.file(name, bytes.length), bytes.length, out -> out.write(bytes));
    }
}
