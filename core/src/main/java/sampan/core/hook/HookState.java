package sampan.core.hook;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import sampan.core.config.ConfigJson;
import sampan.oci.spec.Spec;

/**
 * <a href="https://github.com/opencontainers/runtime-spec/blob/main/runtime.md#state">runtime.md#state</a>: what a hook reads.
 *
 * @param bundle the folder with the container's {@code config.json}
 */
public record HookState(String id, Path bundle, Map<String, String> annotations) {
    public HookState {
        annotations = Map.copyOf(annotations);
    }

    /** @param pid 0: there is no process any more */
    byte[] json(String status, int pid) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("ociVersion", Spec.VERSION);
        state.put("id", id);
        state.put("status", status);
        if (pid != 0) {
            state.put("pid", pid);
        }
        state.put("bundle", bundle.toString());
        if (!annotations.isEmpty()) {
            state.put("annotations", annotations);
        }
        return ConfigJson.MAPPER.writeValueAsBytes(state);
    }
}
