package sampan.core.sbom;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Records of dpkg, apk and Python, which are lines of text. */
final class TextRecords {
    private static final Set<String> DPKG = Set.of("Package", "Version", "Architecture", "Status");
    private static final Set<String> APK = Set.of("P", "V", "A", "L");
    private static final Set<String> PYTHON = Set.of("Name", "Version", "License", "License-Expression");

    private TextRecords() {}

    /** dpkg(1): {@code status}; of what was removed only configuration is left. */
    static void dpkg(InputStream stream, Consumer<FoundPackage> found) throws IOException {
        Stanzas stanzas = new Stanzas(stream, DPKG);
        while (!stanzas.hasEnded()) {
            Map<String, String> stanza = stanzas.next();
            String status = stanza.getOrDefault("Status", "install ok installed");
            if (stanza.containsKey("Package") && status.endsWith(" installed")) {
                found.accept(FoundPackage.of(PackageKind.DEB, text(stanza, "Package"), text(stanza, "Version"))
                        .on(text(stanza, "Architecture")));
            }
        }
    }

    /** apk-v2: {@code installed}. */
    static void apk(InputStream stream, Consumer<FoundPackage> found) throws IOException {
        Stanzas stanzas = new Stanzas(stream, APK);
        while (!stanzas.hasEnded()) {
            Map<String, String> stanza = stanzas.next();
            if (stanza.containsKey("P")) {
                found.accept(FoundPackage.of(PackageKind.APK, text(stanza, "P"), text(stanza, "V"))
                        .on(text(stanza, "A"))
                        .licensed(text(stanza, "L")));
            }
        }
    }

    /** Core metadata of Python's packages: one paragraph, then a description. */
    static void python(InputStream stream, Consumer<FoundPackage> found) throws IOException {
        Map<String, String> metadata = new Stanzas(stream, PYTHON).next();
        if (metadata.containsKey("Name")) {
            String license = metadata.getOrDefault("License-Expression", text(metadata, "License"));
            found.accept(FoundPackage.of(PackageKind.PYTHON, text(metadata, "Name"), text(metadata, "Version"))
                    .licensed(license));
        }
    }

    private static String text(Map<String, String> stanza, String key) {
        return stanza.getOrDefault(key, "");
    }
}
