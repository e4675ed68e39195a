package sampan.core.volume;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Who uses which volume now. A volume with driver options is mounted for the first user and unmounted after the last, so that all have the same; what was in a
 * tmpfs is gone then.
 */
public final class VolumeUses {
    private final Volumes volumes;
    private final Map<String, Set<String>> users = new HashMap<>();

    public VolumeUses(Volumes volumes) {
        this.volumes = volumes;
    }

    /** @return false when this user has it already */
    public synchronized boolean begin(Volume volume, String user) {
        Set<String> all = users.computeIfAbsent(volume.name().text(), _ -> new HashSet<>());
        if (all.isEmpty() && !volume.options().isEmpty()) {
            volumes.mount(volume);
        }
        return all.add(user);
    }

    /** @return false when this user had not got it */
    public synchronized boolean end(Volume volume, String user) {
        Set<String> all = users.getOrDefault(volume.name().text(), Set.of());
        if (!all.contains(user)) {
            return false;
        }
        all.remove(user);
        if (all.isEmpty()) {
            users.remove(volume.name().text());
            if (!volume.options().isEmpty()) {
                volumes.unmount(volume);
            }
        }
        return true;
    }

    /** An earlier engine had begun it. */
    public synchronized void goesOn(Volume volume, String user) {
        users.computeIfAbsent(volume.name().text(), _ -> new HashSet<>()).add(user);
    }

    /** What an earlier engine mounted for users that are no more. */
    public synchronized void sweep() {
        for (Volume volume : volumes.list()) {
            if (!volume.options().isEmpty() && !users.containsKey(volume.name().text())) {
                volumes.unmount(volume);
            }
        }
    }
}
