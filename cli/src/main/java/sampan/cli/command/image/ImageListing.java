package sampan.cli.command.image;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import sampan.cli.ink.Ink;
import sampan.cli.table.Column;
import sampan.cli.table.Listing;
import sampan.cli.table.Sizes;
import sampan.core.container.list.Ages;
import sampan.core.image.catalogue.Image;
import sampan.oci.image.ImageReference;

/** Images as {@code images} shows them. */
public final class ImageListing {
    private static final String NONE = "<none>";
    private static final String UNKNOWN = "N/A";
    private static final DateTimeFormatter CREATED = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss Z z");

    private static final String RAW = """
            repository: {{.Repository}}
            tag: {{.Tag}}
            image_id: {{.ID}}
            created_at: {{.CreatedAt}}
            virtual_size: {{.Size}}
            """;
    public static final String RAW_WITH_DIGEST = RAW.replace("image_id", "digest: {{.Digest}}\nimage_id");

    private ImageListing() {}

    /** An image under one of its names. */
    public record Row(Image image, String repository, String tag, String digest) {
        public static Row of(Image image) {
            return new Row(image, NONE, NONE, NONE);
        }

        public static Row of(Image image, ImageReference reference) {
            return new Row(
                    image, reference.familiarName(), reference.tag().orElse(NONE), digestBeside(image, reference));
        }

        /** Its own, or the one that its repository has for the image. */
        private static String digestBeside(Image image, ImageReference reference) {
            return image.references().stream()
                    .filter(other -> other.name().equals(reference.name()))
                    .flatMap(other -> other.digest().stream())
                    .findFirst()
                    .map(Object::toString)
                    .orElse(NONE);
        }

        private Instant created() {
            return image.config().created().orElse(Instant.EPOCH);
        }
    }

    public static Listing<Row> of(Instant now, boolean full, boolean digests) {
        return new Listing<>(
                        List.of(
                                new Column<>("Containers", "CONTAINERS", _ -> UNKNOWN),
                                new Column<>("CreatedAt", "CREATED AT", ImageListing::createdAt),
                                new Column<Row>("CreatedSince", "CREATED", row -> since(row.created(), now))
                                        .shrinking(),
                                new Column<>("Digest", "DIGEST", Row::digest).shrinking(),
                                new Column<>("ID", "IMAGE ID", row -> id(row.image(), full)),
                                new Column<>("Repository", "REPOSITORY", Row::repository)
                                        .inked(name -> name.equals(NONE) ? Ink.FAINT : Ink.WORD)
                                        .shrinking(),
                                new Column<>("SharedSize", "SHARED SIZE", _ -> UNKNOWN),
                                new Column<>("Size", "SIZE", ImageListing::size),
                                new Column<>("Tag", "TAG", Row::tag),
                                new Column<>("UniqueSize", "UNIQUE SIZE", _ -> UNKNOWN),
                                new Column<>(
                                        "VirtualSize",
                                        "SIZE",
                                        row -> Sizes.precise(row.image().size()))),
                        digests
                                ? List.of("Repository", "Tag", "Digest", "ID", "CreatedSince", "Size")
                                : List.of("Repository", "Tag", "ID", "CreatedSince", "Size"))
                .typed("formatter.imageContext")
                .raw(digests ? RAW_WITH_DIGEST : RAW);
    }

    private static String id(Image image, boolean full) {
        return full ? image.id().toString() : image.id().shortened();
    }

    /** Images for which nobody says when they were made have a date of long ago, or none. */
    public static String since(Instant created, Instant now) {
        return created.isAfter(Instant.EPOCH) ? Ages.of(Duration.between(created, now)) + " ago" : UNKNOWN;
    }

    private static String createdAt(Row row) {
        return CREATED.format(row.created().atZone(ZoneId.systemDefault()));
    }

    private static String size(Row row) {
        return Sizes.decimal(row.image().size());
    }
}
