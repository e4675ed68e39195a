package sampan.oci.image;

import java.time.Instant;
import java.util.Optional;

/** config.md: how one layer came to be. */
public record History(Optional<Instant> created, String createdBy, String author, String comment, boolean emptyLayer) {}
