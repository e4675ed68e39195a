package sampan.oci.image;

import java.util.List;
import java.util.Locale;

/** image-index.md: the operating system and processor an image is for; {@code linux/arm64/v8}. */
public record Platform(String os, String architecture, String variant) {
    /** The platform of this Java virtual machine. */
    public static Platform host() {
        return new Platform("linux", architecture(System.getProperty("os.arch", "amd64")), "");
    }

    /** {@code os[/arch[/variant]]}. */
    public static Platform parse(String text) throws ImageFormatException {
        List<String> parts = List.of(text.toLowerCase(Locale.ROOT).split("/", -1));
        if (parts.size() > 3 || !parts.stream().allMatch(Platform::isWord)) {
            throw new ImageFormatException("\"" + text + "\" is an invalid platform, expected os[/arch[/variant]]");
        }
        if (parts.size() == 1 && !parts.getFirst().equals("linux")) {
            return new Platform("linux", architecture(parts.getFirst()), "");
        }
        String architecture = parts.size() > 1 ? architecture(parts.get(1)) : host().architecture;
        return new Platform(parts.getFirst(), architecture, parts.size() > 2 ? parts.get(2) : "");
    }

    /** An image of that platform will do for who asks for this one; no variant is any. */
    public boolean fits(Platform other) {
        return os.equals(other.os)
                && architecture.equals(other.architecture)
                && (variant.isEmpty() || other.variant.isEmpty() || variant.equals(other.variant));
    }

    private static boolean isWord(String part) {
        return part.matches("[a-z0-9_.-]{1,64}");
    }

    /** Go's names for what others call otherwise. */
    private static String architecture(String name) {
        return switch (name) {
            case "x86_64", "x86-64" -> "amd64";
            case "aarch64" -> "arm64";
            default -> name;
        };
    }

    @Override
    public String toString() {
        return os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
    }
}
