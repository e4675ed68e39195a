package sampan.core.container.state;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sampan.core.config.ContainerConfig;
import sampan.core.config.HostConfig;
import sampan.core.config.RestartPolicy;
import sampan.core.network.endpoint.EndpointSettings;
import sampan.core.plan.MountPoint;

/**
 * What is kept of a container on disk, in {@code container.json}. Whether it runs is not: the kernel and its monitor know.
 *
 * @param image the image's id
 * @param config as merged with the image's
 * @param hostConfig with defaults filled in
 * @param networks what it asks of networks, by their names or ids
 * @param started whether it was ever started, and not known to have ended since
 * @param bootId of the boot in which it was last started, or made
 * @param lastEnd null: it never ran to an end
 * @param error why the last start failed
 * @param restarted what its restart policy has done
 * @param owner null: made by an engine that did not note it
 */
public record ContainerRecord(
        String id,
        String name,
        Instant created,
        String image,
        ContainerConfig config,
        HostConfig hostConfig,
        List<MountPoint> mounts,
        Map<String, EndpointSettings> networks,
        boolean started,
        @Nullable String bootId,
        @Nullable End lastEnd,
        @Nullable String error,
        Restarted restarted,
        @Nullable Owner owner) {
    public ContainerRecord {
        mounts = mounts == null ? List.of() : List.copyOf(mounts);
        networks = networks == null ? Map.of() : Map.copyOf(networks);
        restarted = restarted == null ? Restarted.NEVER : restarted;
    }

    /**
     * What its restart policy has done, and may do.
     *
     * @param times it was started again since somebody started it
     * @param byHand somebody stopped it: a policy has no say until it is started again
     * @param waiting its policy is to start it again
     */
    public record Restarted(int times, boolean byHand, boolean waiting) {
        public static final Restarted NEVER = new Restarted(0, false, false);

        public Restarted oneMore() {
            return new Restarted(times + 1, false, true);
        }
    }

    /** When a container came into being, and in which boot. */
    public record Birth(String id, Instant at, String boot) {}

    /** How it ended last. */
    public record End(int code, boolean oomKilled, Instant startedAt, Instant finishedAt) {}

    /** A new container. */
    public static ContainerRecord fresh(Birth birth, String image, CreateRequest request, List<MountPoint> mounts) {
        return new ContainerRecord(
                birth.id(),
                request.name(),
                birth.at(),
                image,
                request.config(),
                request.hostConfig(),
                mounts,
                request.networks(),
                false,
                birth.boot(),
                null,
                null,
                Restarted.NEVER,
                request.owner());
    }

    public ContainerRecord starting(String boot) {
        return with(new Past(true, boot, lastEnd, null, restarted));
    }

    public ContainerRecord failed(int code, String sentence) {
        End end = new End(code, false, Instant.EPOCH, Instant.EPOCH);
        return with(new Past(false, bootId, end, sentence, restarted));
    }

    public ContainerRecord ended(End end) {
        return with(new Past(false, bootId, end, null, restarted));
    }

    public ContainerRecord restarted(Restarted now) {
        return with(new Past(started, bootId, lastEnd, error, now));
    }

    /** What its restart policy has done, when it does no more. */
    public Restarted restarted(boolean stoppedByHand) {
        return new Restarted(restarted.times(), stoppedByHand, false);
    }

    public ContainerRecord renamed(String other) {
        return with(other, hostConfig, networks);
    }

    public ContainerRecord limited(HostConfig other) {
        return with(name, other, networks);
    }

    /** On other networks. */
    public ContainerRecord joined(Map<String, EndpointSettings> others) {
        return with(name, hostConfig, others);
    }

    private ContainerRecord with(String itsName, HostConfig limits, Map<String, EndpointSettings> joined) {
        return new ContainerRecord(
                id, itsName, created, image, config, limits, mounts, joined, started, bootId, lastEnd, error, restarted,
                owner);
    }

    private record Past(
            boolean started,
            @Nullable String boot,
            @Nullable End end,
            @Nullable String error,
            Restarted restarted) {}

    private ContainerRecord with(Past past) {
        return new ContainerRecord(
                id,
                name,
                created,
                image,
                config,
                hostConfig,
                mounts,
                networks,
                past.started(),
                past.boot(),
                past.end(),
                past.error(),
                past.restarted(),
                owner);
    }

    /** Ids of the image it stands on and of those it mounts. */
    public Set<String> images() {
        Set<String> all = new HashSet<>();
        mounts.forEach(mount -> all.add(mount.traits().image()));
        all.remove(null);
        all.add(image);
        return all;
    }

    /** Whether it stands on this image, or mounts it. */
    public boolean needs(String id) {
        return images().contains(id);
    }

    public Optional<End> end() {
        return Optional.ofNullable(lastEnd);
    }

    /** Its state, unless it runs. */
    public ContainerState atRest() {
        return end().filter(_ -> error == null)
                .<ContainerState>map(last ->
                        new ContainerState.Stopped(last.code(), last.oomKilled(), last.startedAt(), last.finishedAt()))
                .orElse(new ContainerState.Created());
    }

    /** Whether it mounts this volume, now or at its next start. */
    public boolean hasVolume(String volume) {
        return mounts.stream()
                .anyMatch(mount -> mount.isVolume() && mount.name().equals(volume));
    }

    public RestartPolicy policy() {
        return hostConfig.lifecycle().restartPolicy();
    }

    public boolean autoRemove() {
        return hostConfig.lifecycle().autoRemove();
    }
}
