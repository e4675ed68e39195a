package sampan.oci.image;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of an image: {@code domain/path}, with a tag, a digest, both or neither. People write {@code debian}; the engine keeps {@code
 * docker.io/library/debian} and prints {@code debian} again.
 *
 * @param domain the registry, {@code docker.io} unless the text named one
 * @param path the repository within it
 */
public record ImageReference(String domain, String path, Optional<String> tag, Optional<Digest> digest) {
    public static final String DEFAULT_TAG = "latest";

    /** Of names that name no registry. */
    public static final String DEFAULT_DOMAIN = "docker.io";

    private static final String LEGACY_DOMAIN = "index.docker.io";
    private static final String OFFICIAL = "library/";
    private static final int MAX_NAME = 255;
    /** A name, a tag and a sha512 digest with their separators; nothing longer can be a reference. */
    private static final int MAX_TEXT = MAX_NAME + 1 + 128 + 1 + 7 + 128;

    private static final String LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";
    private static final Pattern DOMAIN =
            Pattern.compile("(?:" + LABEL + "(?:\\." + LABEL + ")*+|\\[[a-fA-F0-9:]++\\])(?::[0-9]++)?");
    private static final Pattern PATH = Pattern.compile("(?:[a-z0-9]++(?:(?:\\.|__?|-++)[a-z0-9]++)*+/?+)++(?<!/)");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
    private static final Pattern DIGEST =
            Pattern.compile("[A-Za-z][A-Za-z0-9]*+(?:[-_+.][A-Za-z][A-Za-z0-9]*+)*+:[0-9a-fA-F]{32,}+");

    /**
     * Parses what a person typed, with Docker's rules: {@code debian}, {@code localhost/busybox:1}, {@code quay.io:443/a/b@sha256:…}.
     *
     * @throws ImageFormatException with Docker's sentence
     */
    public static ImageReference parse(String text) throws ImageFormatException {
        if (Digest.isHex(text, 64)) {
            throw new ImageFormatException(
                    "invalid repository name (" + text + "), cannot specify 64-byte hexadecimal strings");
        }
        if (text.isEmpty()) {
            throw invalid();
        }
        int slash = text.indexOf('/');
        boolean named = slash >= 0 && looksLikeDomain(text.substring(0, slash));
        String domain = named ? text.substring(0, slash) : DEFAULT_DOMAIN;
        String rest = named ? text.substring(slash + 1) : text;
        return domain.equals(LEGACY_DOMAIN) || domain.equals(DEFAULT_DOMAIN)
                ? split(DEFAULT_DOMAIN, rest.indexOf('/') < 0 ? OFFICIAL + rest : rest)
                : split(domain, rest);
    }

    private static ImageReference split(String domain, String rest) throws ImageFormatException {
        int at = rest.indexOf('@');
        String named = at < 0 ? rest : rest.substring(0, at);
        int colon = named.indexOf(':');
        String path = colon < 0 ? named : named.substring(0, colon);
        checkName(domain, path, domain.length() + rest.length());
        Optional<String> tag = colon < 0 ? Optional.empty() : Optional.of(checked(TAG, named.substring(colon + 1)));
        Optional<String> digest = at < 0 ? Optional.empty() : Optional.of(checked(DIGEST, rest.substring(at + 1)));
        if (domain.length() + 1 + path.length() > MAX_NAME) {
            throw tooLong();
        }
        Optional<Digest> parsed = digest.isEmpty() ? Optional.empty() : Optional.of(Digest.parse(digest.get()));
        return new ImageReference(domain, path, tag, parsed);
    }

    /** @param length of all of the reference: no pattern is tried on what is far too long */
    private static void checkName(String domain, String path, int length) throws ImageFormatException {
        if (!path.equals(path.toLowerCase(Locale.ROOT))) {
            String named = path.length() > MAX_NAME ? "" : "(" + path + ") ";
            throw new ImageFormatException("invalid reference format: repository name " + named + "must be lowercase");
        }
        if (length > MAX_TEXT) {
            throw domain.length() + 1 + path.length() > MAX_NAME ? tooLong() : invalid();
        }
        if (!DOMAIN.matcher(domain).matches() || !PATH.matcher(path).matches()) {
            throw invalid();
        }
    }

    private static boolean looksLikeDomain(String first) {
        return first.indexOf('.') >= 0 || first.indexOf(':') >= 0 || first.equals("localhost");
    }

    private static String checked(Pattern pattern, String text) throws ImageFormatException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw invalid();
        }
        return text;
    }

    private static ImageFormatException invalid() {
        return new ImageFormatException("invalid reference format");
    }

    private static ImageFormatException tooLong() {
        return new ImageFormatException("repository name must not be more than " + MAX_NAME + " characters");
    }

    /** The same image; a bare name means its tag {@code latest}. */
    public ImageReference withDefaultTag() {
        return tag.isPresent() || digest.isPresent() ? this : withTag(DEFAULT_TAG);
    }

    private ImageReference withTag(String name) {
        return new ImageReference(domain, path, Optional.of(name), digest);
    }

    /** {@code docker.io/library/debian}: where a registry client looks. */
    public String name() {
        return domain + "/" + path;
    }

    /** {@code debian}: the name as people write it, without tag and digest. */
    public String familiarName() {
        if (!domain.equals(DEFAULT_DOMAIN)) {
            return name();
        }
        boolean official = path.startsWith(OFFICIAL) && path.indexOf('/', OFFICIAL.length()) < 0;
        return official ? path.substring(OFFICIAL.length()) : path;
    }

    /** {@code debian:12}: the reference as people write it. */
    public String familiar() {
        return familiarName() + suffix();
    }

    private String suffix() {
        return tag.map(t -> ":" + t).orElse("") + digest.map(d -> "@" + d).orElse("");
    }

    /** {@code docker.io/library/debian:12}: in full, and what {@link #parse} gives back. */
    @Override
    public String toString() {
        return name() + suffix();
    }
}
