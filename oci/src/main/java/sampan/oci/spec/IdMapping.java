package sampan.oci.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/** <a href="https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#user-namespace-mappings">config-linux.md#user-namespace-mappings</a> */
public record IdMapping(
        @JsonProperty("containerID") long containerId,
        @JsonProperty("hostID") long hostId,
        long size) {}
