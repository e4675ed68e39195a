package sampan.oci.archive;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sampan.oci.image.Descriptor;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.StrictJson;
import sampan.oci.layer.Members;
import sampan.oci.layer.TarIndex;

/** The files of an archive by the rules of images: documents are small, and what has a digest for its name has that digest. */
record ArchiveFile(Members index) {
    private static final Pattern BLOB = Pattern.compile("blobs/(sha256|sha512)/([0-9a-f]+)");
    private static final Pattern NAMED = Pattern.compile("(?:sha256:)?([0-9a-f]{64})(?:\\.json)?");

    boolean has(String name) throws IOException {
        return index.find(name).isPresent();
    }

    TarIndex.Member member(String name) throws IOException {
        return index.find(name)
                .orElseThrow(() -> new ImageFormatException("invalid archive: " + quoted(name) + " is missing"));
    }

    private static String quoted(String name) {
        return "\"" + (name.length() > 200 ? name.substring(0, 200) + "..." : name) + "\"";
    }

    /** A document; if its name is a digest, it is checked. */
    byte[] document(String name) throws IOException {
        byte[] content = index.read(member(name), StrictJson.MAX_DOCUMENT);
        Optional<Digest> promised = digest(name);
        if (promised.isPresent()) {
            check(content, promised.get(), quoted(name));
        }
        return content;
    }

    /** A blob of a layout. */
    byte[] blob(Descriptor descriptor) throws IOException {
        TarIndex.Member member = member(path(descriptor.digest()));
        if (member.size() != descriptor.size()) {
            throw new ImageFormatException("invalid archive: " + descriptor.digest() + " has " + member.size()
                    + " bytes, not " + descriptor.size());
        }
        byte[] content = index.read(member, StrictJson.MAX_DOCUMENT);
        check(content, descriptor.digest(), descriptor.digest().toString());
        return content;
    }

    static String path(Digest digest) {
        return "blobs/" + digest.algorithm().label() + "/" + digest.hex();
    }

    private static void check(byte[] content, Digest promised, String what) throws ImageFormatException {
        Digest found =
                Digest.of(promised.algorithm(), promised.algorithm().hasher().digest(content));
        if (!found.equals(promised)) {
            throw new ImageFormatException("invalid archive: " + what + " has the digest " + found);
        }
    }

    /** What the name says about the content. */
    static Optional<Digest> digest(String name) throws ImageFormatException {
        Matcher blob = BLOB.matcher(name);
        if (blob.matches()) {
            return Optional.of(Digest.parse(blob.group(1) + ":" + blob.group(2)));
        }
        Matcher named = NAMED.matcher(name);
        return named.matches() ? Optional.of(Digest.parse("sha256:" + named.group(1))) : Optional.empty();
    }
}
