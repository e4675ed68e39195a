package sampan.oci.spec;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** CPUs an exec'd process starts on, and those it ends on, as in {@code 0-3,7}. */
public record CpuAffinity(
        @Nullable String initial,
        @JsonProperty("final") @Nullable String last) {}
