package sampan.cli.context;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sampan.cli.flag.InvalidValue;
import sampan.core.config.ConfigJson;
import sampan.core.error.Quoted;
import sampan.oci.image.Digest;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/** The folder of contexts: {@code meta/<hash of the name>/meta.json} and {@code tls/<hash>/docker/*.pem}. */
final class ContextStore {
    private static final String NAME = "^[a-zA-Z0-9][a-zA-Z0-9_.+-]+$";
    private static final Pattern NAMES = Pattern.compile(NAME);
    private static final String META = "meta.json";

    private final Path folder;

    ContextStore(Path folder) {
        this.folder = folder;
    }

    /** @throws InvalidValue for a name no context can have */
    static String checked(String name) throws InvalidValue {
        if (name.equals(Context.DEFAULT)) {
            throw new InvalidValue("\"default\" is a reserved context name");
        }
        if (!NAMES.matcher(name).matches()) {
            throw new InvalidValue("context name " + Quoted.of(name)
                    + " is invalid, names are validated against regexp " + Quoted.of(NAME));
        }
        return name;
    }

    private static String id(String name) {
        return Digest.sha256(name.getBytes(StandardCharsets.UTF_8)).hex();
    }

    Path metaFolder(String name) {
        return folder.resolve("meta").resolve(id(name));
    }

    Path tlsFolder(String name) {
        return folder.resolve("tls").resolve(id(name));
    }

    boolean exists(String name) {
        return Files.exists(metaFolder(name).resolve(META));
    }

    Context find(String name) throws IOException, InvalidValue {
        Path file = metaFolder(name).resolve(META);
        try {
            return read(file);
        } catch (NoSuchFileException missing) {
            throw new InvalidValue(
                    "context " + Quoted.of(name) + ": context not found: open " + file + ": no such file or directory");
        }
    }

    private static Context read(Path file) throws IOException, InvalidValue {
        try {
            if (ConfigJson.MAPPER.readTree(Files.readAllBytes(file)) instanceof ObjectNode meta) {
                return new Context(meta);
            }
        } catch (JacksonException malformed) {
            throw new InvalidValue("parsing " + file + ": " + malformed.getOriginalMessage());
        }
        throw new InvalidValue("parsing " + file + ": not a JSON object");
    }

    /** By name. */
    List<Context> all() throws IOException, InvalidValue {
        List<Context> found = new ArrayList<>();
        Path meta = folder.resolve("meta");
        if (!Files.isDirectory(meta)) {
            return found;
        }
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(meta)) {
            for (Path each : folders) {
                if (Files.exists(each.resolve(META))) {
                    found.add(read(each.resolve(META)));
                }
            }
        }
        found.sort(Comparator.comparing(Context::name));
        return found;
    }

    void write(Context context) throws IOException {
        Path home = metaFolder(context.name());
        Files.createDirectories(home);
        replace(home.resolve(META), ConfigJson.MAPPER.writeValueAsBytes(context.meta()), "rw-r--r--");
    }

    /** Whole, or not at all. */
    static void replace(Path file, byte[] content, String mode) throws IOException {
        Path temporary = Files.createTempFile(file.getParent(), "." + file.getFileName(), "");
        try {
            Files.write(temporary, content);
            Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString(mode));
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** What TLS needs, by endpoint's name and file's name. */
    Map<String, byte[]> material(String name) throws IOException {
        Map<String, byte[]> material = new TreeMap<>();
        Path tls = tlsFolder(name).resolve("docker");
        if (Files.isDirectory(tls)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(tls, "*.pem")) {
                for (Path file : files) {
                    material.put(String.valueOf(file.getFileName()), Files.readAllBytes(file));
                }
            }
        }
        return material;
    }

    /** Replaces what there was. */
    void writeMaterial(String name, Map<String, byte[]> material) throws IOException {
        delete(tlsFolder(name));
        if (material.isEmpty()) {
            return;
        }
        Path tls = tlsFolder(name).resolve("docker");
        Files.createDirectories(
                tls, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        for (Map.Entry<String, byte[]> file : material.entrySet()) {
            replace(tls.resolve(file.getKey()), file.getValue(), "rw-------");
        }
    }

    void remove(String name) throws IOException {
        delete(metaFolder(name));
        delete(tlsFolder(name));
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(tree)) {
            paths = walk.toList().reversed();
        }
        for (Path path : paths) {
            Files.delete(path);
        }
    }

    Optional<Context> known(String name) throws IOException, InvalidValue {
        return exists(name) ? Optional.of(find(name)) : Optional.empty();
    }
}
