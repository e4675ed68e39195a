package sampan.runtime.command.look;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import sampan.runtime.command.context.Loaded;
import sampan.runtime.state.ContainerRecord;

/** A container as {@code state} and {@code list} show it. */
public final class StateView {
    private StateView() {}

    static Map<String, Object> of(Loaded container) {
        return of(container, "");
    }

    /** @param owner the name of who made it; {@code state} leaves it empty, as runc does */
    static Map<String, Object> of(Loaded container, String owner) {
        ContainerRecord record = container.record();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("ociVersion", record.ociVersion());
        view.put("id", record.id());
        view.put("pid", container.stopped() ? 0 : record.pid());
        view.put("status", container.status().word());
        view.put("bundle", record.bundle());
        view.put("rootfs", record.rootfs());
        view.put("created", record.created());
        if (!record.annotations().isEmpty()) {
            view.put("annotations", new TreeMap<>(record.annotations()));
        }
        view.put("owner", owner);
        return view;
    }
}
