package sampan.core.container;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sampan.core.config.ContainerConfig;
import sampan.core.config.HostConfig;
import sampan.core.plan.MountPoint;

/**
 * What is kept of a container on disk, in {@code container.json}. Whether it runs is not: the kernel and its monitor know.
 *
 * @param image the image's id
 * @param config as merged with the image's
 * @param hostConfig with defaults filled in
 * @param started whether it was ever started, and not known to have ended since
 * @param bootId of the boot in which it was last started, or made
 * @param lastEnd null: it never ran to an end
 * @param error why the last start failed
 */
record ContainerRecord(
        String id,
        String name,
        Instant created,
        String image,
        ContainerConfig config,
        HostConfig hostConfig,
        List<MountPoint> mounts,
        boolean started,
        @Nullable String bootId,
        @Nullable End lastEnd,
        @Nullable String error) {
    ContainerRecord {
        mounts = mounts == null ? List.of() : List.copyOf(mounts);
    }

    /** When a container came into being, and in which boot. */
    record Birth(String id, Instant at, String boot) {}

    /** How it ended last. */
    record End(int code, boolean oomKilled, Instant startedAt, Instant finishedAt) {}

    /** A new container. */
    static ContainerRecord fresh(Birth birth, String image, CreateRequest request, List<MountPoint> mounts) {
        return new ContainerRecord(
                birth.id(),
                request.name(),
                birth.at(),
                image,
                request.config(),
                request.hostConfig(),
                mounts,
                false,
                birth.boot(),
                null,
                null);
    }

    ContainerRecord starting(String boot) {
        return new ContainerRecord(id, name, created, image, config, hostConfig, mounts, true, boot, lastEnd, null);
    }

    ContainerRecord failed(int code, String sentence) {
        End end = new End(code, false, Instant.EPOCH, Instant.EPOCH);
        return new ContainerRecord(id, name, created, image, config, hostConfig, mounts, false, bootId, end, sentence);
    }

    ContainerRecord ended(End end) {
        return new ContainerRecord(id, name, created, image, config, hostConfig, mounts, false, bootId, end, null);
    }

    Optional<End> end() {
        return Optional.ofNullable(lastEnd);
    }

    /** Its state, unless it runs. */
    ContainerState atRest() {
        return end().filter(_ -> error == null)
                .<ContainerState>map(last ->
                        new ContainerState.Stopped(last.code(), last.oomKilled(), last.startedAt(), last.finishedAt()))
                .orElse(new ContainerState.Created());
    }

    boolean autoRemove() {
        return hostConfig.lifecycle().autoRemove();
    }
}
