package sampan.core.files;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sampan.core.config.ContainerConfig;
import sampan.core.config.ContainerConfigBuilder;
import sampan.core.container.Container;
import sampan.core.container.state.ContainerState;
import sampan.core.error.EngineException;
import sampan.core.event.Action;
import sampan.core.image.ImageStore;
import sampan.core.image.archive.CommitOptions;
import sampan.core.image.archive.LayerContent;
import sampan.core.image.catalogue.Image;
import sampan.core.image.change.Changes;
import sampan.core.plan.ImageDefaults;
import sampan.core.snapshot.Change;
import sampan.core.snapshot.ContainerTrees;
import sampan.oci.image.ContainerDefaults;
import sampan.oci.image.Healthcheck;
import sampan.oci.image.ImageReference;

/**
 * {@code commit}: makes an image of a container's changes.
 *
 * @param config what the image gets where it is not to be as the container; empty: nothing
 * @param pause whether the container stands still meanwhile, if it runs
 */
public record Commit(
        Optional<ImageReference> reference,
        Optional<ContainerConfig> config,
        List<String> changes,
        String author,
        String message,
        boolean pause) {
    public Commit {
        changes = List.copyOf(changes);
    }

    /** One whose image is configured as the container is, but for the changes. */
    public Commit(
            Optional<ImageReference> reference, List<String> changes, String author, String message, boolean pause) {
        this(reference, Optional.empty(), changes, author, message, pause);
    }

    /** The container is as before, whatever comes of it. */
    public Image make(Container container, ImageStore images) throws IOException {
        boolean paused = pause && container.state() instanceof ContainerState.Running running && !running.paused();
        if (paused) {
            container.pause();
        }
        try (ContainerTrees trees = container.trees()) {
            CommitOptions options = new CommitOptions(
                    reference,
                    configured(container.config()),
                    author,
                    message,
                    String.join(" ", container.config().cmd()));
            List<Change> changed = trees.changes();
            Optional<LayerContent> layer =
                    changed.isEmpty() ? Optional.empty() : Optional.of(archive -> trees.packLayer(changed, archive));
            Image image = images.commit(container.image(), options, layer);
            tell(container, image);
            return image;
        } finally {
            if (paused) {
                resume(container);
            }
        }
    }

    private static void resume(Container container) {
        try {
            container.unpause();
        } catch (EngineException.Conflict _) {
            // it has ended meanwhile
        }
    }

    private void tell(Container container, Image image) {
        Map<String, String> attributes = new HashMap<>();
        attributes.put("comment", message);
        attributes.put("imageID", image.id().toString());
        reference.ifPresent(
                name -> attributes.put("imageRef", name.withDefaultTag().familiar()));
        container.tell(Action.COMMIT, attributes);
    }

    /** Docker's order: the changes are made to what was asked for, and what is still open is as in the container. */
    private ContainerDefaults configured(ContainerConfig container) {
        ContainerConfig asked = config.orElse(container);
        ContainerDefaults changed = Changes.apply(changes, defaults(asked));
        if (config.isEmpty()) {
            return changed;
        }
        ContainerConfigBuilder own =
                ImageDefaults.merge(ContainerConfig.builder().build(), changed).toBuilder();
        if (asked.entrypoint() != null && changed.entrypoint().isEmpty()) {
            own.entrypoint(List.of());
        }
        return defaults(ImageDefaults.merge(own.build(), defaults(container)).toBuilder()
                .onBuild(changed.onBuild())
                .build());
    }

    private static ContainerDefaults defaults(ContainerConfig config) {
        ContainerDefaults.Draft draft = new ContainerDefaults.Draft();
        draft.user = config.user();
        draft.exposedPorts.addAll(config.exposedPorts().keySet());
        draft.env.addAll(config.env());
        draft.entrypoint = config.ownEntrypoint().orElse(List.of());
        draft.cmd = config.cmd();
        draft.volumes.addAll(config.volumes().keySet());
        draft.workingDir = config.workingDir();
        draft.labels.putAll(config.labels());
        draft.stopSignal = config.stopSignal();
        draft.healthcheck = healthcheck(config);
        draft.onBuild.addAll(config.onBuild());
        draft.shell = config.shell();
        return draft.finish();
    }

    private static Optional<Healthcheck> healthcheck(ContainerConfig config) {
        var check = config.healthcheck();
        return check == null
                ? Optional.empty()
                : Optional.of(new Healthcheck(
                        check.test(),
                        Duration.ofNanos(check.interval()),
                        Duration.ofNanos(check.timeout()),
                        Duration.ofNanos(check.startPeriod()),
                        Duration.ofNanos(check.startInterval()),
                        check.retries()));
    }
}
