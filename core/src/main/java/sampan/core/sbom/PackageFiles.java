package sampan.core.sbom;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sampan.kernel.rootfs.RootPath;

/** Which files tell of packages, by their names alone. */
final class PackageFiles {
    private static final List<String> ARCHIVES = List.of(".jar", ".war", ".ear", ".jpi", ".hpi");

    private PackageFiles() {}

    /** What a file tells of, and how it is read. */
    enum Form {
        DPKG,
        APK,
        RPM_SQLITE,
        RPM_NDB,
        RPM_HASH,
        JAVA,
        NPM,
        PYTHON
    }

    static Optional<Form> of(RootPath path) {
        String text = new String(path.bytes(), ISO_8859_1);
        return switch (text) {
            case "var/lib/dpkg/status" -> Optional.of(Form.DPKG);
            case "lib/apk/db/installed", "usr/lib/apk/db/installed" -> Optional.of(Form.APK);
            default -> byName(text);
        };
    }

    private static Optional<Form> byName(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (path.startsWith("var/lib/dpkg/status.d/") && !name.endsWith(".md5sums")) {
            return Optional.of(Form.DPKG);
        }
        if (path.startsWith("var/lib/rpm/") || path.startsWith("usr/lib/sysimage/rpm/")) {
            return rpm(name);
        }
        if (name.equals("package.json")) {
            return isInstalled(path) ? Optional.of(Form.NPM) : Optional.empty();
        }
        if (isPythons(path)) {
            return Optional.of(Form.PYTHON);
        }
        String lower = name.toLowerCase(Locale.ROOT);
        return ARCHIVES.stream().anyMatch(lower::endsWith) ? Optional.of(Form.JAVA) : Optional.empty();
    }

    private static boolean isPythons(String path) {
        return path.endsWith(".dist-info/METADATA")
                || path.endsWith(".egg-info/PKG-INFO")
                || path.endsWith(".egg-info");
    }

    private static Optional<Form> rpm(String name) {
        return switch (name) {
            case "rpmdb.sqlite" -> Optional.of(Form.RPM_SQLITE);
            case "Packages.db" -> Optional.of(Form.RPM_NDB);
            case "Packages" -> Optional.of(Form.RPM_HASH);
            default -> Optional.empty();
        };
    }

    /** {@code node_modules/name/package.json} or {@code node_modules/@scope/name/package.json}: not one of the package's own files. */
    private static boolean isInstalled(String path) {
        return path.matches("(.*/)?node_modules/(@[^/]+/)?[^/@][^/]*/package\\.json");
    }
}
