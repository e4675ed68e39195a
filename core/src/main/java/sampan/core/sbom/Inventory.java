package sampan.core.sbom;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import sampan.core.content.ImageContent;
import sampan.core.snapshot.MergedTree.Child;
import sampan.kernel.Fd;
import sampan.oci.image.ImageFormatException;

/**
 * The packages of an image.
 *
 * @param distribution what the image calls itself
 * @param unread sentences about records that tell of packages and could not be read
 */
public record Inventory(Distribution distribution, List<FoundPackage> packages, List<String> unread) {
    private static final int MOST = 200_000;
    private static final int BUFFER = 64 << 10;
    private static final int LARGEST_RELEASE = 64 << 10;

    public Inventory {
        packages = List.copyOf(packages);
        unread = List.copyOf(unread);
    }

    /** Goes through all files of an image once. */
    public static Inventory of(ImageContent content) throws IOException {
        Search search = new Search(content);
        content.walk(child -> {
            if (child.status().isRegular()) {
                search.look(child);
            }
            return true;
        });
        return new Inventory(
                distribution(content),
                search.found.stream().sorted(FoundPackage.ORDER).toList(),
                search.unread);
    }

    private static Distribution distribution(ImageContent content) throws IOException {
        for (String path : List.of("etc/os-release", "usr/lib/os-release")) {
            Optional<Child> release = content.follow(path);
            if (release.isPresent() && release.get().status().isRegular()) {
                try (InputStream text = content.read(release.get())) {
                    return Distribution.parse(text.readNBytes(LARGEST_RELEASE));
                }
            }
        }
        return Distribution.UNKNOWN;
    }

    /** One walk through an image. */
    private static final class Search {
        private final ImageContent content;
        private final Set<FoundPackage> found = new LinkedHashSet<>();
        private final List<String> unread = new ArrayList<>();

        Search(ImageContent content) {
            this.content = content;
        }

        void look(Child file) throws IOException {
            Optional<PackageFiles.Form> form = PackageFiles.of(file.path());
            if (form.isEmpty()) {
                return;
            }
            String path = file.path().toString();
            String layer = content.layerOf(file).diffId().toString();
            try {
                read(form.get(), file, each -> found.add(each.at(path, layer)));
            } catch (IOException | RuntimeException damaged) {
                unread.add(path + ": " + damaged.getMessage());
            }
            if (found.size() > MOST) {
                throw new ImageFormatException("the image tells of more than " + MOST + " packages");
            }
        }

        private void read(PackageFiles.Form form, Child file, Consumer<FoundPackage> each) throws IOException {
            switch (form) {
                case RPM_SQLITE, RPM_NDB, RPM_HASH -> {
                    try (Fd database = content.open(file)) {
                        rpm(form, database, file.status().size(), each);
                    }
                }
                case DPKG, APK, PYTHON, NPM, JAVA -> {
                    try (InputStream stream = new BufferedInputStream(content.read(file), BUFFER)) {
                        text(form, stream, file, each);
                    }
                }
            }
        }

        private static void rpm(PackageFiles.Form form, Fd database, long size, Consumer<FoundPackage> each)
                throws IOException {
            switch (form) {
                case RPM_SQLITE -> RpmDatabase.sqlite(database, size, each);
                case RPM_NDB -> RpmDatabase.ndb(database, each);
                case RPM_HASH -> RpmDatabase.berkeley(database, size, each);
                case DPKG, APK, PYTHON, NPM, JAVA -> throw new AssertionError(form);
            }
        }

        private static void text(PackageFiles.Form form, InputStream stream, Child file, Consumer<FoundPackage> each)
                throws IOException {
            switch (form) {
                case DPKG -> TextRecords.dpkg(stream, each);
                case APK -> TextRecords.apk(stream, each);
                case PYTHON -> TextRecords.python(stream, each);
                case NPM -> NpmRecord.read(stream, each);
                case JAVA -> JavaArchive.read(stream, new String(file.path().name(), UTF_8), each);
                case RPM_SQLITE, RPM_NDB, RPM_HASH -> throw new AssertionError(form);
            }
        }
    }
}
