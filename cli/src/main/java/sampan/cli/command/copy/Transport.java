package sampan.cli.command.copy;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import sampan.cli.flag.InvalidValue;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.ImageReference;

/** A place where an image is or is to be, as skopeo calls it (containers-transports(5)); without a word before it, a name in the engine's store. */
sealed interface Transport {
    /** What an image of a layout may be called (annotations.md, {@code org.opencontainers.image.ref.name}). */
    Pattern NAME = Pattern.compile(
            "[A-Za-z0-9]+(?:(?:[-._:@+]|--)[A-Za-z0-9]+)*" + "(?:/[A-Za-z0-9]+(?:(?:[-._:@+]|--)[A-Za-z0-9]+)*)*");

    /** {@code docker://NAME}. */
    record Registry(ImageReference name) implements Transport {}

    /**
     * {@code docker-archive:FILE[:NAME]} and {@code oci-archive:FILE[:NAME]}: one kind of file can be both.
     *
     * @param name as it was typed; in the first it is an image's name, in the second any word
     * @param layout the second
     */
    record Archive(String file, Optional<String> name, boolean layout) implements Transport {}

    /** {@code aci:FILE}: an archive of appc; one can be read, not written. */
    record Aci(String file) implements Transport {}

    /** {@code tarball:FILE}: a root file system, as {@code import} takes and {@code export} writes it. */
    record Tarball(String file) implements Transport {}

    /**
     * {@code oci:FOLDER[:NAME]}.
     *
     * @param name as it was typed, any word
     */
    record Layout(String folder, Optional<String> name) implements Transport {}

    /** {@code docker-daemon:NAME}: the engine that DOCKER_HOST names. */
    record Daemon(String name) implements Transport {}

    /** A name or id in this engine. */
    record Store(String name) implements Transport {}

    /** Whether manifests and packed layers lie there byte for byte. */
    default boolean keepsManifests() {
        return switch (this) {
            case Registry _, Layout _ -> true;
            case Archive archive -> archive.layout;
            case Aci _, Tarball _, Daemon _, Store _ -> false;
        };
    }

    static Transport parse(String text) throws InvalidValue {
        int colon = text.indexOf(':');
        String word = colon < 0 ? "" : text.substring(0, colon);
        String rest = text.substring(colon + 1);
        return switch (word) {
            case "docker" -> {
                if (!rest.startsWith("//")) {
                    throw new InvalidValue("invalid image name \"" + text + "\": docker: is followed by //");
                }
                yield new Registry(reference(rest.substring(2)).withDefaultTag());
            }
            case "docker-archive" -> {
                Optional<String> name = named(rest);
                if (name.isPresent()) {
                    reference(name.get());
                }
                yield new Archive(path(rest, text), name, false);
            }
            case "oci-archive" -> new Archive(path(rest, text), word(rest, text), true);
            case "aci" -> new Aci(path(rest, text));
            case "tarball" -> new Tarball(path(rest, text));
            case "oci" -> new Layout(path(rest, text), word(rest, text));
            case "docker-daemon" -> new Daemon(reference(rest).withDefaultTag().familiar());
            case "sampan" -> new Store(rest);
            case "dir", "containers-storage", "ostree", "sif" ->
                throw new InvalidValue("invalid image name \"" + text + "\": the transport \"" + word
                        + "\" is not supported; docker://, aci:, docker-archive:, docker-daemon:, oci:, oci-archive:, tarball: and names in"
                        + " this engine are");
            default -> new Store(text);
        };
    }

    private static String path(String rest, String whole) throws InvalidValue {
        int colon = rest.indexOf(':');
        String path = colon < 0 ? rest : rest.substring(0, colon);
        if (path.isEmpty()) {
            throw new InvalidValue("invalid image name \"" + whole + "\": it names no file");
        }
        return path;
    }

    private static Optional<String> named(String rest) {
        int colon = rest.indexOf(':');
        return colon < 0 || colon == rest.length() - 1 ? Optional.empty() : Optional.of(rest.substring(colon + 1));
    }

    private static Optional<String> word(String rest, String whole) throws InvalidValue {
        Optional<String> name = named(rest);
        if (name.isPresent() && !NAME.matcher(name.get()).matches()) {
            throw new InvalidValue(
                    "invalid image name \"" + whole + "\": a layout has no image called \"" + name.get() + "\"");
        }
        return name;
    }

    /** One that nobody else has. */
    static ImageReference anyName() {
        String random = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        return new ImageReference("localhost", "sampan-copy/" + random, Optional.of("copy"), Optional.empty());
    }

    static ImageReference reference(String text) throws InvalidValue {
        try {
            return ImageReference.parse(text);
        } catch (ImageFormatException malformed) {
            throw new InvalidValue("invalid image name \"" + text + "\": " + malformed.getMessage());
        }
    }
}
