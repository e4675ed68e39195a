package sampan.runtime.command.json;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import sampan.kernel.file.Read;
import sampan.runtime.state.ContainerRecord;

/** runtime.md#state: what hooks read, and who watches system calls. */
public final class ContainerState {
    private ContainerState() {}

    /** @param pid 0: there is no process any more */
    public static byte[] json(ContainerRecord record, String status, int pid) {
        return GoJson.line(of(record, status, pid)).getBytes(StandardCharsets.UTF_8);
    }

    /** @param pid 0: there is no process any more */
    public static Map<String, Object> of(ContainerRecord record, String status, int pid) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("ociVersion", record.ociVersion());
        state.put("id", record.id());
        state.put("status", status);
        if (pid != 0) {
            state.put("pid", pid);
        }
        state.put("bundle", record.bundle());
        if (!record.annotations().isEmpty()) {
            state.put("annotations", new TreeMap<>(record.annotations()));
        }
        return state;
    }

    /** The process's number in its own pid namespace, which is what hooks in there can use. */
    public static int pidInside(int pid) throws IOException {
        return Read.text(Path.of("/proc/" + pid + "/status"))
                .lines()
                .filter(line -> line.startsWith("NSpid:"))
                .map(line -> line.substring(line.lastIndexOf('\t') + 1).strip())
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElse(pid);
    }
}
