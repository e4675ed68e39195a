package sampan.core.sbom;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import sampan.kernel.file.BlockFilterStream;

/**
 * A JAR, WAR or EAR: what Maven wrote into it, else what its manifest says, else what its name says; and the archives within it. Read as a
 * stream, and no further than an honest one goes.
 */
final class JavaArchive {
    private static final int DEEPEST = 3;
    private static final int LARGEST_TEXT = 256 << 10;
    private static final long MOST_BYTES = 4L << 30;
    private static final Pattern NAMED = Pattern.compile("(.+?)-(\\d[\\w.+-]*)\\.[jwe]ar");

    private final Consumer<FoundPackage> found;
    private long budget = MOST_BYTES;

    private JavaArchive(Consumer<FoundPackage> found) {
        this.found = found;
    }

    /** @param name of the file, without folders */
    static void read(InputStream stream, String name, Consumer<FoundPackage> found) throws IOException {
        new JavaArchive(found).read(stream, name, 0);
    }

    /** All bytes that are inflated, in whatever depth. */
    private final class Counted extends BlockFilterStream {
        Counted(InputStream stream) {
            super(stream);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int got = super.read(target, offset, length);
            budget -= Math.max(0, got);
            if (budget < 0) {
                throw new IOException("the archive never ends");
            }
            return got;
        }
    }

    private void read(InputStream stream, String name, int depth) throws IOException {
        List<FoundPackage> own = new ArrayList<>();
        Optional<FoundPackage> declared = Optional.empty();
        ZipInputStream zip = new ZipInputStream(stream);
        Counted content = new Counted(zip);
        try {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String path = entry.getName();
                if (path.equals("META-INF/MANIFEST.MF")) {
                    declared = manifest(content.readNBytes(LARGEST_TEXT), name);
                } else if (path.startsWith("META-INF/maven/") && path.endsWith("/pom.properties")) {
                    maven(content.readNBytes(LARGEST_TEXT)).ifPresent(own::add);
                } else if (depth < DEEPEST && path.toLowerCase(Locale.ROOT).endsWith(".jar")) {
                    read(content, path.substring(path.lastIndexOf('/') + 1), depth + 1);
                }
                content.transferTo(java.io.OutputStream.nullOutputStream());
            }
        } catch (IOException | IllegalArgumentException damaged) {
            if (budget < 0) {
                throw new IOException("the archive never ends", damaged);
            }
            // What was read before is as good as it was.
        }
        if (own.isEmpty()) {
            declared.or(() -> named(name)).ifPresent(found);
        }
        own.forEach(found);
    }

    private static Optional<FoundPackage> maven(byte[] text) throws IOException {
        Properties properties = new Properties();
        properties.load(new ByteArrayInputStream(text));
        String artifact = properties.getProperty("artifactId", "");
        return artifact.isEmpty()
                ? Optional.empty()
                : Optional.of(FoundPackage.of(PackageKind.JAVA, artifact, properties.getProperty("version", ""))
                        .inGroup(properties.getProperty("groupId", "")));
    }

    private static Optional<FoundPackage> manifest(byte[] text, String file) throws IOException {
        Attributes main = new Manifest(new ByteArrayInputStream(text)).getMainAttributes();
        String version = first(main, "Implementation-Version", "Bundle-Version", "Specification-Version");
        Optional<FoundPackage> byName = named(file);
        String name = byName.map(FoundPackage::name)
                .orElseGet(() -> first(main, "Implementation-Title", "Bundle-SymbolicName", "Automatic-Module-Name"));
        if (name.isEmpty() || (version.isEmpty() && byName.isEmpty())) {
            return Optional.empty();
        }
        int options = name.indexOf(';');
        return Optional.of(FoundPackage.of(
                        PackageKind.JAVA,
                        options < 0 ? name : name.substring(0, options),
                        byName.map(FoundPackage::version).orElse(version))
                .inGroup(first(main, "Implementation-Vendor-Id"))
                .licensed(first(main, "Bundle-License")));
    }

    private static String first(Attributes attributes, String... names) {
        for (String name : names) {
            String value = attributes.getValue(name);
            if (value != null && !value.isBlank()) {
                return value.strip();
            }
        }
        return "";
    }

    private static Optional<FoundPackage> named(String file) {
        Matcher matcher = NAMED.matcher(file);
        return matcher.matches()
                ? Optional.of(FoundPackage.of(PackageKind.JAVA, matcher.group(1), matcher.group(2)))
                : Optional.empty();
    }
}
