package sampan.core.sbom;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;

/** Names of packages that are the same everywhere: {@code pkg:deb/debian/bash@5.2?arch=amd64} (github.com/package-url/purl-spec). */
final class PackageUrl {
    private static final String PLAIN = "-._~";

    private PackageUrl() {}

    static String of(FoundPackage found, Distribution distribution) {
        StringBuilder url =
                new StringBuilder("pkg:").append(found.kind().type()).append('/');
        String group = found.kind().isDistributions() ? distribution.id() : found.group();
        if (!group.isEmpty()) {
            url.append(encode(group)).append('/');
        }
        url.append(encode(name(found)));
        if (!found.version().isEmpty()) {
            url.append('@').append(encode(withoutEpoch(found)));
        }
        char before = '?';
        if (!found.architecture().isEmpty()) {
            url.append(before).append("arch=").append(encode(found.architecture()));
            before = '&';
        }
        if (found.kind().isDistributions() && !distribution.id().isEmpty()) {
            url.append(before).append("distro=").append(encode(distribution.label()));
            before = '&';
        }
        String epoch = epoch(found);
        return epoch.isEmpty()
                ? url.toString()
                : url.append(before).append("epoch=").append(encode(epoch)).toString();
    }

    private static String name(FoundPackage found) {
        return switch (found.kind()) {
            case PYTHON -> found.name().toLowerCase(Locale.ROOT).replace('_', '-');
            case DEB, APK -> found.name().toLowerCase(Locale.ROOT);
            case RPM, JAVA, NPM -> found.name();
        };
    }

    /** An RPM's epoch is a word of its own; a Debian package's is part of the version. */
    private static String epoch(FoundPackage found) {
        int colon = found.version().indexOf(':');
        return found.kind() == PackageKind.RPM && colon > 0 ? found.version().substring(0, colon) : "";
    }

    private static String withoutEpoch(FoundPackage found) {
        String epoch = epoch(found);
        return epoch.isEmpty() ? found.version() : found.version().substring(epoch.length() + 1);
    }

    private static String encode(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(UTF_8)) {
            boolean plain = b > 0 && (Character.isLetterOrDigit(b) || PLAIN.indexOf(b) >= 0 || b == ':');
            encoded.append(plain ? String.valueOf((char) b) : "%%%02X".formatted(b & 0xff));
        }
        return encoded.toString();
    }
}
