package sampan.oci.spec;

import org.jspecify.annotations.Nullable;

/** A network device of the host that moves into the container, under this name. */
public record NetDevice(@Nullable String name) {}
