package sampan.oci.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * <a href="https://github.com/opencontainers/runtime-spec/blob/main/config.md#linux-process">config.md#linux-process</a>, ioprio_set(2).
 *
 * @param kind as in {@code IOPRIO_CLASS_BE}
 */
public record IoPriority(@JsonProperty("class") String kind, int priority) {}
