package sampan.oci.layer;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Regular files by their names: of an archive, or of a folder that is read as if it were one. */
public interface Members {
    /** The regular file a path leads to, links followed inside. */
    Optional<TarIndex.Member> find(String name) throws IOException;

    /** Its content, whole; more than {@code limit} bytes are an error. */
    byte[] read(TarIndex.Member member, int limit) throws IOException;

    /** Its content, for one reader to close. */
    InputStream open(TarIndex.Member member) throws IOException;
}
