package sampan.core.container;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sampan.core.caller.Caller;
import sampan.core.config.ContainerConfig;
import sampan.core.container.start.Parts;
import sampan.core.container.start.Preparation;
import sampan.core.container.start.SpecMaker;
import sampan.core.container.state.ContainerFolder;
import sampan.core.container.state.ContainerRecord;
import sampan.core.container.state.CreateRequest;
import sampan.core.container.state.Draft;
import sampan.core.container.state.Ids;
import sampan.core.error.EngineException;
import sampan.core.image.catalogue.Image;
import sampan.core.network.endpoint.Attachment;
import sampan.core.plan.ConfigRules;
import sampan.core.plan.ImageDefaults;
import sampan.core.plan.MountPoint;
import sampan.core.plan.MountPoints;
import sampan.kernel.Fd;
import sampan.runtime.explain.Explanation;
import sampan.runtime.explain.ShellScript;

/** The draft of a container that nobody has made. Its folders are there while it is drawn, as they are looked at, and nobody finds it. */
final class Sketch {
    /** Always the same, so that two drafts differ only where their containers would. */
    private static final String ID = "0".repeat(64);

    private static final Object DRAWING = new Object();

    private final Parts parts;
    private final Life.Index index;

    Sketch(Parts parts, Life.Index index) {
        this.parts = parts;
        this.index = index;
    }

    Draft draft(CreateRequest request, Caller caller) {
        Image image = parts.roots().image(request.config().image());
        ContainerConfig merged =
                ImageDefaults.merge(request.config(), image.config().config());
        ImageDefaults.command(merged);
        ConfigRules.Checked checked =
                ConfigRules.check(merged, request.hostConfig(), parts.machine().facts());
        ContainerConfig config = merged.toBuilder().hostname(Ids.shortened(ID)).build();
        CreateRequest complete = new CreateRequest(
                "sketch",
                config,
                checked.host(),
                parts.containerNetworks().named(checked.host().namespaces().networkMode(), request.networks()));
        synchronized (DRAWING) {
            List<MountPoint> mounts = MountPoints.of(config, checked.host().storage(), List.of()).stream()
                    .map(point -> parts.volumes().provide(point, ""))
                    .toList();
            try {
                return draw(ContainerRecord.fresh(birth(), image.id().toString(), complete, mounts), caller);
            } catch (IOException e) {
                throw new EngineException.SystemError("cannot plan a container of " + image.id(), e);
            } finally {
                parts.volumes().removeAnonymous(mounts);
            }
        }
    }

    private ContainerRecord.Birth birth() {
        return new ContainerRecord.Birth(
                ID, parts.machine().clock().instant(), parts.machine().bootId());
    }

    private Draft draw(ContainerRecord record, Caller caller) throws IOException {
        parts.roots().remove(ID);
        parts.roots().prepare(record);
        try (Fd folder = ContainerFolder.make(parts.places().containers(), ID)) {
            Draft draft = draft(new Life(parts, index, record), caller);
            return draft.withMade(new ShellScript.Made(files(folder, draft), folders(record)));
        } finally {
            parts.roots().remove(ID);
            ContainerFolder.remove(parts.places().containers(), ID);
        }
    }

    /** The engine's own files in a container, with what is in them. */
    private Map<String, String> files(Fd folder, Draft draft) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        for (String path : draft.request().fileSources()) {
            Path file = Path.of(path);
            if (file.startsWith(parts.places().path())) {
                files.put(path, ContainerFolder.text(folder, String.valueOf(file.getFileName())));
            }
        }
        return files;
    }

    /** The volumes, which are new and empty. */
    private static List<String> folders(ContainerRecord record) {
        return record.mounts().stream()
                .filter(MountPoint::isVolume)
                .map(MountPoint::source)
                .toList();
    }

    /** Of a container that is there. */
    Draft draft(Life life, Caller caller) {
        SpecMaker maker = new SpecMaker(parts, index);
        return life.look(record -> {
            try (Fd folder = record.openFolder();
                    Preparation preparation = new Preparation(parts, record.now(), caller)) {
                if (!life.isRunning()) {
                    maker.writeNetworkFiles(record.now(), folder, Optional.empty(), Attachment.none(record.id()));
                }
                return onNetworks(preparation.draft(maker, Optional.empty()), maker, record.now(), caller);
            }
        });
    }

    /** On networks it joins a namespace that the engine has made, and makes none. */
    private Draft onNetworks(Draft alone, SpecMaker maker, ContainerRecord record, Caller caller) throws IOException {
        Optional<Explanation.Around> making = parts.containerNetworks().explain(record);
        if (making.isEmpty()) {
            return alone;
        }
        try (Preparation preparation = new Preparation(parts, record, caller)) {
            Draft joining = preparation.draft(maker.onNetworks(), Optional.empty());
            return alone.withNetworks(joining.program(), making.get());
        }
    }
}
