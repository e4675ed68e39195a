package sampan.oci.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import sampan.oci.image.Descriptor;
import sampan.oci.layer.TarEntry;
import sampan.oci.layer.TarWriter;

/** Writes an image byte for byte as an OCI layout (image-layout.md). */
public final class LayoutWriter {
    private LayoutWriter() {}

    /** Where a layout is written. */
    public interface Target {
        /**
         * Puts a blob where its digest says.
         *
         * @param name such as {@code blobs/sha256/…}
         */
        void blob(String name, Descriptor blob, TarWriter.Source content) throws IOException;

        /** Makes a document new from what it was, in one step. */
        void document(String name, Update update) throws IOException;
    }

    /** What a document is from now on. */
    @FunctionalInterface
    public interface Update {
        /** @param old empty when there is none yet */
        byte[] from(Optional<byte[]> old) throws IOException;
    }

    /**
     * Writes it in a tar.
     *
     * @param name what the image is called there; without it, it keeps the names that it came with
     * @throws IOException also when a part of the image is not what it promises
     */
    public static void write(WholeImage image, Optional<String> name, OutputStream out) throws IOException {
        TarWriter archive = new TarWriter(out);
        write(image, name, new Archived(archive));
        archive.finish();
    }

    /** As {@link #write(WholeImage, Optional, OutputStream)}, beside the images that are there already; the index is written last. */
    public static void write(WholeImage image, Optional<String> name, Target target) throws IOException {
        target.document(OciLayout.LAYOUT, OciLayout::version);
        for (Descriptor part : image.parts()) {
            target.blob(
                    ArchiveFile.path(part.digest()), part, out -> image.blobs().write(part, out));
        }
        Descriptor manifest = image.descriptor();
        target.blob(
                ArchiveFile.path(manifest.digest()),
                manifest,
                out -> out.write(image.manifest().bytes()));
        target.document(OciLayout.INDEX, old -> {
            LayoutIndex index = old.isEmpty() ? LayoutIndex.empty() : LayoutIndex.parse(old.get());
            index.add(image, name);
            return index.bytes();
        });
    }

    private static final class Archived implements Target {
        private final TarWriter archive;

        Archived(TarWriter archive) throws IOException {
            this.archive = archive;
            folder("blobs/");
            folder("blobs/sha256/");
        }

        private void folder(String name) throws IOException {
            archive.write(ArchiveWriter.entry(name, ArchiveWriter.FOLDER, new TarEntry.Content.Directory()));
        }

        @Override
        public void blob(String name, Descriptor blob, TarWriter.Source content) throws IOException {
            archive.write(ArchiveWriter.file(name, blob.size()), blob.size(), content);
        }

        @Override
        public void document(String name, Update update) throws IOException {
            byte[] bytes = update.from(Optional.empty());
            archive.write(ArchiveWriter.file(name, bytes.length), bytes.length, out -> out.write(bytes));
        }
    }
}
