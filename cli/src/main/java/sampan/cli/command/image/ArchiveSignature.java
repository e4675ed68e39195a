package sampan.cli.command.image;

import java.io.IOException;
import java.io.InputStream;
import sampan.cli.call.Archive;
import sampan.cli.call.Call;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.kernel.Fd;
import sampan.kernel.file.Read;
import sampan.oci.image.ImageFormatException;
import sampan.oci.signature.PgpKeys;
import sampan.oci.signature.SignedStream;

/** The detached signature of an archive, as ACIs have them: checked where a key is given. */
final class ArchiveSignature {
    static final Flag<String> KEY = Flag.text("key", "Require a signature by one of the OpenPGP keys in this file");
    static final Flag<String> SIGNATURE =
            Flag.text("signature", "Detached signature of the archive (the archive's name and \".asc\")");

    private static final int LARGEST = 1 << 20;
    private static final String SUFFIX = ".asc";

    private ArchiveSignature() {}

    static boolean isRequired(Call call) {
        return call.value(KEY).isPresent() || call.value(SIGNATURE).isPresent();
    }

    /**
     * The archive, whose end is only reached when it was signed.
     *
     * @param name of its file; empty where it has none
     */
    static InputStream over(Call call, InputStream archive, String name) throws IOException, InvalidValue {
        if (!isRequired(call)) {
            return archive;
        }
        String key = call.value(KEY).orElse("");
        String signature = call.value(SIGNATURE).orElse(name.isEmpty() ? "" : name + SUFFIX);
        if (key.isEmpty()) {
            throw new InvalidValue("a signature is checked with a key: '--key FILE' names it");
        }
        if (signature.isEmpty()) {
            throw new InvalidValue("where is the archive's signature? '--signature FILE' names it");
        }
        try {
            return new SignedStream(archive, PgpKeys.parse(read(call, key)).detached(read(call, signature)));
        } catch (ImageFormatException unusable) {
            throw new InvalidValue(String.valueOf(unusable.getMessage()));
        }
    }

    private static byte[] read(Call call, String name) throws IOException, InvalidValue {
        try (Fd file = Archive.open(call, name)) {
            return Read.all(file, LARGEST);
        }
    }
}
