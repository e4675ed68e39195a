package sampan.core.filter;

import sampan.core.error.EngineException;
import sampan.core.regex.Regex;
import sampan.oci.image.ImageReference;

/** {@code debian}, {@code localhost/*:1.?}: fits an image's name as people write it, with or without its tag. A star stays within one part of a path. */
public record ReferencePattern(Regex regex) {
    public static ReferencePattern parse(String text) {
        StringBuilder regex = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            at = append(regex, text, at);
        }
        try {
            return new ReferencePattern(Regex.parse(regex.toString()));
        } catch (EngineException.InvalidArgument malformed) {
            throw malformed(text);
        }
    }

    /** @return where the next piece begins */
    private static int append(StringBuilder regex, String text, int at) {
        switch (text.charAt(at)) {
            case '*' -> regex.append("[^/]*");
            case '?' -> regex.append("[^/]");
            case '[' -> {
                int close = text.indexOf(']', at + 2);
                if (close < 0) {
                    throw malformed(text);
                }
                regex.append('[')
                        .append(text.substring(at + 1, close)
                                .replace("\\", "\\\\")
                                .replaceAll("([\\[&])", "\\\\$1"))
                        .append(']');
                return close + 1;
            }
            default -> regex.append(Regex.quote(text.substring(at, at + 1)));
        }
        return at + 1;
    }

    private static EngineException malformed(String text) {
        return new EngineException.InvalidArgument("invalid filter 'reference=" + text + "': syntax error in pattern");
    }

    public boolean fits(ImageReference reference) {
        return regex.matches(reference.familiar()) || regex.matches(reference.familiarName());
    }
}
