package sampan.cli.command.system;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import sampan.cli.command.container.ContainerListing;
import sampan.cli.command.image.ImageListing;
import sampan.cli.command.volume.VolumeListCommand;
import sampan.cli.flag.InvalidValue;
import sampan.cli.table.Column;
import sampan.cli.table.Listing;
import sampan.cli.table.Medium;
import sampan.cli.table.Sizes;
import sampan.core.Engine;
import sampan.core.config.ConfigJson;
import sampan.core.container.Container;
import sampan.core.image.ImageSpace;
import sampan.core.image.catalogue.Image;
import sampan.core.volume.Volume;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Everything that takes room, measured at one moment. */
record DiskUsage(
        Instant now, ImageSpace images, List<OfImage> names, List<OfContainer> containers, List<OfVolume> volumes) {
    private static final String NONE = "<none>";
    /** What the listings of images, containers and volumes do not know. */
    private static final Set<String> MEASURED =
            Set.of("Size", "SharedSize", "UniqueSize", "Containers", "LocalVolumes", "Links");

    /** An image under one of its names. */
    record OfImage(ImageSpace.Share share, ImageListing.Row row, long users) {
        static OfImage of(ImageSpace.Share share, Engine engine) {
            Image image = share.image();
            return new OfImage(
                    share,
                    image.references().stream()
                            .findFirst()
                            .map(name -> ImageListing.Row.of(image, name))
                            .orElseGet(() -> ImageListing.Row.of(image)),
                    engine.containers().uses(image.id().toString()).size());
        }
    }

    /** A container and what is its own. */
    record OfContainer(Container container, long size, int volumes) {}

    /** A volume, and how many containers have it. */
    record OfVolume(Volume volume, long size, long users) {}

    static DiskUsage of(Engine engine, Instant now) {
        List<Container> containers = engine.containers().list();
        ImageSpace space = engine.images().space();
        return new DiskUsage(
                now,
                space,
                space.images().stream().map(share -> OfImage.of(share, engine)).toList(),
                containers.stream().map(DiskUsage::measured).toList(),
                engine.volumes().list().stream()
                        .map(volume -> new OfVolume(
                                volume,
                                engine.volumes().usage(volume),
                                engine.volumeUsers(volume.name().text()).size()))
                        .toList());
    }

    private static OfContainer measured(Container container) {
        return new OfContainer(container, container.diskUsage(), (int) volumes(container));
    }

    private static long volumes(Container container) {
        return container.inspect().mounts().stream()
                .filter(mount -> mount.type().equals("volume"))
                .count();
    }

    List<DiskUse> summary() {
        long needed = names.stream()
                .filter(image -> image.users > 0)
                .mapToLong(image -> image.share.unique())
                .sum();
        List<OfContainer> up =
                containers.stream().filter(c -> c.container.state().isUp()).toList();
        List<OfVolume> held = volumes.stream().filter(v -> v.users > 0).toList();
        long own = containers.stream().mapToLong(OfContainer::size).sum();
        long kept = volumes.stream().mapToLong(OfVolume::size).sum();
        return List.of(
                new DiskUse(
                        "Images",
                        names.size(),
                        (int) names.stream().filter(image -> image.users > 0).count(),
                        images.total(),
                        images.total() - needed),
                new DiskUse(
                        "Containers",
                        containers.size(),
                        up.size(),
                        own,
                        own - up.stream().mapToLong(OfContainer::size).sum()),
                new DiskUse(
                        "Local Volumes",
                        volumes.size(),
                        held.size(),
                        kept,
                        kept - held.stream().mapToLong(OfVolume::size).sum()),
                new DiskUse("Build Cache", 0, 0, 0, 0));
    }

    /** What {@code --verbose} prints. */
    String tables(Medium medium) throws InvalidValue {
        return "Images space usage:\n\n" + imageListing().render(names, "", medium)
                + "\nContainers space usage:\n\n" + containerListing().render(containers, "", medium)
                + "\nLocal Volumes space usage:\n\n" + volumeListing().render(volumes, "", medium)
                + "\nBuild cache usage: 0B\n\n"
                + "CACHE ID   CACHE TYPE   SIZE      CREATED   LAST USED   USAGE     SHARED\n";
    }

    /** What {@code --verbose} gives to a template: rows with all their columns, under whole ids. */
    ObjectNode json() throws InvalidValue {
        ObjectNode all = ConfigJson.MAPPER.createObjectNode();
        ArrayNode images = all.putArray("Images");
        for (OfImage name : names) {
            images.addAll(rows(ImageListing.of(now, true, true), List.of(name.row())));
            fill(images, imageListing(), name);
            if (name.row().digest().equals(NONE)) {
                last(images).put("Digest", "");
            }
        }
        ArrayNode owners = all.putArray("Containers");
        for (OfContainer owner : containers) {
            owners.addAll(rows(ContainerListing.of(now, true, false), List.of(owner.container)));
            fill(owners, containerListing(), owner);
        }
        ArrayNode kept = all.putArray("Volumes");
        for (OfVolume volume : volumes) {
            kept.addAll(rows(VolumeListCommand.LISTING, List.of(volume.volume)));
            fill(kept, volumeListing(), volume);
        }
        all.putArray("BuildCache");
        return all;
    }

    /** What the listing of their kind says. */
    private static <T> List<JsonNode> rows(Listing<T> listing, List<T> rows) throws InvalidValue {
        return listing.render(rows, "json")
                .lines()
                .map(ConfigJson.MAPPER::readTree)
                .toList();
    }

    /** And what only this one does: sizes and counts. */
    private static <T> void fill(ArrayNode rows, Listing<T> listing, T row) {
        for (Column<T> column : listing.columns()) {
            if (MEASURED.contains(column.name())) {
                last(rows).put(column.name(), String.valueOf(column.value().apply(row)));
            }
        }
    }

    private static ObjectNode last(ArrayNode rows) {
        return (ObjectNode) rows.get(rows.size() - 1);
    }

    private Listing<OfImage> imageListing() {
        return new Listing<>(
                List.of(
                        new Column<OfImage>("Repository", "REPOSITORY", image -> image.row.repository()).shrinking(),
                        new Column<>("Tag", "TAG", image -> image.row.tag()),
                        new Column<>(
                                "ID",
                                "IMAGE ID",
                                image -> image.share.image().id().shortened()),
                        new Column<OfImage>(
                                        "CreatedSince",
                                        "CREATED",
                                        image -> ImageListing.since(
                                                image.share
                                                        .image()
                                                        .config()
                                                        .created()
                                                        .orElse(Instant.EPOCH),
                                                now))
                                .dispensable(),
                        new Column<>(
                                "Size",
                                "SIZE",
                                image -> Sizes.decimal(image.share.image().size())),
                        new Column<>("SharedSize", "SHARED SIZE", image -> Sizes.precise(image.share.shared())),
                        new Column<>("UniqueSize", "UNIQUE SIZE", image -> Sizes.precise(image.share.unique())),
                        new Column<>("Containers", "CONTAINERS", image -> String.valueOf(image.users))),
                List.of("Repository", "Tag", "ID", "CreatedSince", "Size", "SharedSize", "UniqueSize", "Containers"));
    }

    private Listing<OfContainer> containerListing() {
        Listing<Container> ps = ContainerListing.of(now, false, false);
        return new Listing<>(
                List.of(
                        column(ps, "ID"),
                        column(ps, "Image"),
                        column(ps, "Command"),
                        new Column<OfContainer>("LocalVolumes", "LOCAL VOLUMES", c -> String.valueOf(c.volumes))
                                .dispensable(),
                        new Column<>("Size", "SIZE", c -> Sizes.decimal(c.size)),
                        column(ps, "RunningFor"),
                        column(ps, "Status"),
                        column(ps, "Names")),
                List.of("ID", "Image", "Command", "LocalVolumes", "Size", "RunningFor", "Status", "Names"));
    }

    private static Column<OfContainer> column(Listing<Container> ps, String name) {
        Column<Container> same = ps.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow();
        return new Column<>(name, same.title(), of -> same.value().apply(of.container), same.ink(), same.gives());
    }

    private static Listing<OfVolume> volumeListing() {
        return new Listing<>(
                List.of(
                        new Column<>(
                                "Name", "VOLUME NAME", of -> of.volume.name().text()),
                        new Column<>("Links", "LINKS", of -> String.valueOf(of.users)),
                        new Column<>("Size", "SIZE", of -> Sizes.decimal(of.size))),
                List.of("Name", "Links", "Size"));
    }
}
