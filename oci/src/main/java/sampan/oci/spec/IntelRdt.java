package sampan.oci.spec;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** <a href="https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#intelrdt">config-linux.md#intelrdt</a> */
public record IntelRdt(
        @JsonProperty("closID") @Nullable String closId,
        List<String> schemata,
        @Nullable String l3CacheSchema,
        @Nullable String memBwSchema,
        boolean enableMonitoring) {
    public IntelRdt(
            @JsonProperty("closID") @Nullable String closId,
            @Nullable List<String> schemata,
            @Nullable String l3CacheSchema,
            @Nullable String memBwSchema,
            boolean enableMonitoring) {
        this.closId = closId;
        this.schemata = Copies.of(schemata);
        this.l3CacheSchema = l3CacheSchema;
        this.memBwSchema = memBwSchema;
        this.enableMonitoring = enableMonitoring;
    }
}
