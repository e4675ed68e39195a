package sampan.core.container;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sampan.core.container.start.Parts;
import sampan.core.container.state.ContainerFolder;
import sampan.core.container.state.ContainerRecord;
import sampan.core.container.state.ContainerState;
import sampan.core.event.Action;
import sampan.kernel.Fd;
import sampan.kernel.file.Directory;

/** What a new engine finds: containers at rest, containers that run on without an engine, and what a killed engine left half done. */
final class Adoption {
    private static final System.Logger LOG = System.getLogger(Adoption.class.getName());

    private final Parts parts;
    private final Life.Index index;
    private @Nullable Map<String, String> last;

    Adoption(Parts parts, Life.Index index) {
        this.parts = parts;
        this.index = index;
    }

    List<Life> adopt() {
        List<Life> adopted = new ArrayList<>();
        try {
            for (Directory.Entry entry : Directory.list(parts.places().containers())) {
                adopt(entry.text()).ifPresent(adopted::add);
            }
            sweepRuns(adopted);
        } catch (IOException e) {
            LOG.log(Level.ERROR, "cannot read the containers' folder", e);
        }
        return adopted;
    }

    private Optional<Life> adopt(String id) {
        try (Fd folder = ContainerFolder.open(parts.places().containers(), id)) {
            Optional<ContainerRecord> record = ContainerFolder.readRecord(folder)
                    .filter(found -> found.id().equals(id));
            if (record.isEmpty()) {
                discard(id);
                return Optional.empty();
            }
            Life life = new Life(parts, index, record.get());
            life.news().adopting(this::endIsTold);
            boolean there = life.resume(folder);
            if (life.isRunning()) {
                parts.containerNetworks().adopt(parts.places().runs(), record.get());
            }
            return there ? Optional.of(life) : Optional.empty();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot read container " + id, e);
            return Optional.empty();
        }
    }

    /** An earlier engine was killed after it told of the end, and before it noted it. */
    private boolean endIsTold(String container) {
        Map<String, String> known = last;
        if (known == null) {
            known = parts.events().lastActions();
            last = known;
        }
        return Action.DIE.text().equals(known.get(container));
    }

    /** An engine was killed while it made this one, or while it removed it. */
    private void discard(String id) throws IOException {
        LOG.log(Level.INFO, "removing what is left of container " + id);
        parts.roots().remove(id);
        ContainerFolder.remove(parts.places().containers(), id);
    }

    private void sweepRuns(List<Life> adopted) throws IOException {
        List<String> known = adopted.stream().map(Life::id).toList();
        for (Directory.Entry entry : Directory.list(parts.places().runs())) {
            if (!known.contains(entry.text())) {
                ContainerFolder.remove(parts.places().runs(), entry.text());
            }
        }
        parts.cgroups().sweep(known);
        Map<String, Integer> pids = new HashMap<>();
        for (Life life : adopted) {
            if (life.state() instanceof ContainerState.Running(int pid, var _, var _)) {
                pids.put(life.id(), pid);
            }
        }
        parts.networks().settle(pids);
        for (String snapshot : parts.roots().list()) {
            if (!known.contains(snapshot)) {
                parts.roots().remove(snapshot);
            }
        }
    }
}
