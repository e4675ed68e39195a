package sampan.oci.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sampan.oci.image.Descriptor;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.ImageReference;
import sampan.oci.image.Platform;
import sampan.oci.layer.Members;
import sampan.oci.layer.TarIndex;

/** The images of an OCI layout in a tar, as they lie there. */
public final class LaidOutImages {
    private LaidOutImages() {}

    /**
     * Reads what describes them; nothing where the archive is no layout.
     *
     * @param wanted the name of the one that somebody asks for: there is that one alone, or none
     * @param platform which of an image for several; empty: this machine's
     */
    public static List<WholeImage> of(Members index, Optional<String> wanted, Optional<Platform> platform)
            throws IOException {
        ArchiveFile file = new ArchiveFile(index);
        if (!file.has(OciLayout.INDEX)) {
            return List.of();
        }
        OciLayout layout = new OciLayout(file, wanted, platform);
        List<WholeImage> images = new ArrayList<>();
        for (Map.Entry<Descriptor, List<ImageReference>> each :
                layout.manifests().entrySet()) {
            Descriptor manifest = each.getKey();
            layout.image(manifest, each.getValue()); // which refuses what is no image
            images.add(new WholeImage(
                    manifest.mediaType(),
                    Document.of(file.blob(manifest)),
                    each.getValue(),
                    (blob, out) -> write(file, blob, out)));
        }
        return images;
    }

    private static void write(ArchiveFile file, Descriptor blob, OutputStream out) throws IOException {
        TarIndex.Member member = file.member(ArchiveFile.path(blob.digest()));
        if (member.size() != blob.size()) {
            throw new ImageFormatException(
                    "invalid archive: " + blob.digest() + " has " + member.size() + " bytes, not " + blob.size());
        }
        try (InputStream content = new Verified(file.index().open(member), blob.digest())) {
            content.transferTo(out);
        }
    }

    /** Fails at the end when the bytes were others than promised. */
    private static final class Verified extends DigestInputStream {
        private final Digest promised;

        Verified(InputStream in, Digest promised) {
            super(in, promised.algorithm().streamHasher());
            this.promised = promised;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int got = super.read(target, offset, length);
            if (got < 0) {
                Digest found =
                        Digest.of(promised.algorithm(), getMessageDigest().digest());
                if (!found.equals(promised)) {
                    throw new ImageFormatException("invalid archive: " + promised + " has the digest " + found);
                }
            }
            return got;
        }
    }
}
