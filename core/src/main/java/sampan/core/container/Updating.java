package sampan.core.container;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sampan.core.config.HostConfig;
import sampan.core.config.Resources;
import sampan.core.config.RestartPolicy;
import sampan.core.container.start.Parts;
import sampan.core.error.EngineException;
import sampan.core.event.Action;
import sampan.core.plan.ConfigRules;
import sampan.core.plan.LimitUpdate;
import sampan.kernel.cgroup.CgroupLimits;
import sampan.kernel.cgroup.Unsupported;

/** Gives a container other limits and another restart policy: now, if it runs, and for its next starts. */
final class Updating {
    private final Parts parts;
    private final Life life;

    Updating(Parts parts, Life life) {
        this.parts = parts;
        this.life = life;
    }

    /** @return what the user should know */
    List<String> to(Resources changes, Optional<RestartPolicy> policy) {
        List<String> warnings = new ArrayList<>();
        LimitUpdate.check(changes, parts.machine().facts(), warnings);
        policy.ifPresent(ConfigRules::restart);
        return life.look(record -> {
            HostConfig before = record.now().hostConfig();
            Resources merged = merged(before, changes);
            refuseRestarts(before, policy);
            if (life.isRunning()) {
                apply(merged, changes, warnings);
            }
            var after = before.toBuilder().resources(merged);
            policy.ifPresent(after::restartPolicy);
            record.save(record.now().limited(after.build()));
            life.news().tell(Action.UPDATE);
            return warnings;
        });
    }

    private Resources merged(HostConfig before, Resources changes) {
        try {
            return LimitUpdate.merged(before.resources(), changes);
        } catch (EngineException.InvalidArgument e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    private void refuseRestarts(HostConfig before, Optional<RestartPolicy> policy) {
        if (before.lifecycle().autoRemove()
                && policy.filter(RestartPolicy::restarts).isPresent()) {
            throw refused("Restart policy cannot be updated because AutoRemove is enabled for the container");
        }
    }

    private void apply(Resources merged, Resources changes, List<String> warnings) throws IOException {
        String parent = merged.cgroupParent();
        if (!parts.cgroups().exist()) {
            warnings.add("This host has no cgroups. Limits discarded.");
            return;
        }
        CgroupLimits limits = LimitUpdate.limits(merged, changes);
        try {
            for (Unsupported left : parts.cgroups().change(life.id(), parent, limits)) {
                warnings.add(left.warning());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException.SystemError("interrupted while container " + life.id() + " was updated", e);
        } catch (IOException e) {
            undo(life.record().hostConfig().resources(), parent);
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    /** What had been written before the kernel refused something. */
    private void undo(Resources before, String parent) {
        try {
            parts.cgroups().change(life.id(), parent, LimitUpdate.limits(before, before));
        } catch (IOException | InterruptedException _) {
            // the sentence that follows is about the first failure
        }
    }

    private EngineException.Conflict refused(String reason) {
        return new EngineException.Conflict("Cannot update container " + life.id() + ": " + reason);
    }
}
