package sampan.core.sbom;

import java.util.Comparator;

/**
 * A package of an image. Texts are empty where nothing is known.
 *
 * @param group a Java package's group, an npm package's scope
 * @param license as the package tells it
 * @param path of the file that tells of it
 * @param layer digest of the layer that the file comes from
 */
public record FoundPackage(
        PackageKind kind,
        String group,
        String name,
        String version,
        String architecture,
        String license,
        String path,
        String layer) {
    static final Comparator<FoundPackage> ORDER = Comparator.comparing(FoundPackage::kind)
            .thenComparing(FoundPackage::name)
            .thenComparing(FoundPackage::group)
            .thenComparing(FoundPackage::version)
            .thenComparing(FoundPackage::architecture)
            .thenComparing(FoundPackage::path);

    private static final int LONGEST = 512;

    public FoundPackage {
        group = bounded(group);
        name = bounded(name);
        version = bounded(version);
        architecture = bounded(architecture);
        license = bounded(license);
    }

    /** On one line, and no longer than any honest package's. */
    private static String bounded(String text) {
        String line = text.codePoints()
                .limit(LONGEST)
                .filter(c -> !Character.isISOControl(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return line.strip();
    }

    /** What is found out about a package before it is known where it was found. */
    static FoundPackage of(PackageKind kind, String name, String version) {
        return new FoundPackage(kind, "", name, version, "", "", "", "");
    }

    FoundPackage inGroup(String other) {
        return new FoundPackage(kind, other, name, version, architecture, license, path, layer);
    }

    FoundPackage on(String machine) {
        return new FoundPackage(kind, group, name, version, machine, license, path, layer);
    }

    FoundPackage licensed(String words) {
        return new FoundPackage(kind, group, name, version, architecture, words, path, layer);
    }

    FoundPackage at(String file, String diffId) {
        return new FoundPackage(kind, group, name, version, architecture, license, file, diffId);
    }

    /** {@code group:name}, {@code @scope/name} or the name. */
    public String fullName() {
        if (group.isEmpty()) {
            return name;
        }
        return kind == PackageKind.NPM ? group + "/" + name : group + ":" + name;
    }
}
