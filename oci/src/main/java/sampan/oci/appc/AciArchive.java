package sampan.oci.appc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import sampan.kernel.Fd;
import sampan.kernel.file.Fcntl;
import sampan.kernel.file.FdInputStream;
import sampan.kernel.file.Seek;
import sampan.oci.layer.ArchiveFolder;
import sampan.oci.layer.TarWriter;

/**
 * An ACI that lies in a file, plain (<a href="https://github.com/appc/spec/blob/master/spec/aci.md#image-layout">aci.md, "Image Layout"</a>).
 *
 * @param file a regular file; stays its owner's
 */
public record AciArchive(Fd file, AciManifest manifest) {
    /** Where its manifest is. */
    public static final String MANIFEST = "manifest";

    private static final String ROOTFS = "rootfs";

    /** Empty when the archive is something else. */
    public static Optional<AciArchive> find(Fd file) throws IOException {
        Optional<byte[]> text = ArchiveFolder.companion(file, ROOTFS, MANIFEST, AciManifest.LARGEST);
        Optional<AciManifest> manifest = text.isEmpty() ? Optional.empty() : AciManifest.find(text.get());
        return manifest.map(found -> new AciArchive(file, found));
    }

    /** Writes the root file system as the archive of a layer. */
    public void writeRootfs(TarWriter layer) throws IOException {
        try (InputStream stream = stream()) {
            ArchiveFolder.copy(stream, ROOTFS, layer);
        }
    }

    /** How appc names images: {@code sha512-} and the digest of the plain archive. */
    public String imageId() throws IOException {
        try (DigestInputStream stream = new DigestInputStream(stream(), MessageDigest.getInstance("SHA-512"))) {
            stream.transferTo(OutputStream.nullOutputStream());
            return "sha512-"
                    + HexFormat.of().formatHex(stream.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException missing) {
            throw new IOException("this JVM lacks SHA-512", missing);
        }
    }

    private InputStream stream() throws IOException {
        Seek.to(file, 0);
        return new FdInputStream(Fcntl.duplicate(file));
    }
}
