package sampan.cli.context;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.core.config.ConfigJson;
import sampan.core.error.Quoted;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/** {@code context export} and {@code import}: a context as a tar archive. What comes in is untrusted: names are known ones, sizes bounded. */
final class ContextArchive {
    static final ContextCommand EXPORT = new ContextCommand(
            Usage.of(
                            "context export",
                            "CONTEXT [FILE|-]",
                            "Export a context to a tar archive FILE or a tar stream on STDOUT.")
                    .between(1, 2),
            ContextArchive::export);
    static final ContextCommand IMPORT = new ContextCommand(
            Usage.of("context import", "CONTEXT FILE|-", "Import a context from a tar file")
                    .exactly(2),
            ContextArchive::importContext);

    private static final String META = "meta.json";
    private static final String TLS = "tls/docker/";
    private static final int LARGEST = 10 << 20;
    private static final int FOLDER_MODE = 0700;
    private static final int FILE_MODE = 0600;
    private static final int META_MODE = 0644;

    private ContextArchive() {}

    private static void export(ContextCall call) throws IOException, InvalidValue {
        Context context = call.name().equals(Context.DEFAULT)
                ? Context.usual(call.config().usualHost())
                : call.contexts().find(call.name());
        byte[] archive = pack(context, call.contexts().material(call.name()));
        String file = call.operands().size() > 1 ? call.operands().getLast() : call.name() + ".dockercontext";
        if (file.equals("-")) {
            call.out().write(archive);
            return;
        }
        try {
            Files.write(Path.of(file), archive, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException there) {
            throw new InvalidValue("open " + file + ": file exists");
        }
        call.err().println("Written file " + Quoted.of(file));
    }

    private static byte[] pack(Context context, Map<String, byte[]> material) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            put(tar, META, META_MODE, ConfigJson.MAPPER.writeValueAsBytes(context.meta()));
            put(tar, "tls/", FOLDER_MODE, new byte[0]);
            if (!material.isEmpty()) {
                put(tar, TLS, FOLDER_MODE, new byte[0]);
            }
            for (Map.Entry<String, byte[]> file : material.entrySet()) {
                put(tar, TLS + file.getKey(), FILE_MODE, file.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private static void put(TarArchiveOutputStream tar, String name, int mode, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setMode(mode);
        entry.setModTime(FileTime.fromMillis(0));
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private static void importContext(ContextCall call) throws IOException, InvalidValue {
        String name = ContextStore.checked(call.name());
        ContextEditing.requireNew(call, name);
        String file = call.operands().getLast();
        Map<String, byte[]> parts;
        if (file.equals("-")) {
            parts = unpack(call.in());
        } else {
            try (InputStream in = Files.newInputStream(Path.of(file))) {
                parts = unpack(in);
            }
        }
        Context context = meta(parts).named(name);
        Map<String, byte[]> material = new TreeMap<>();
        parts.forEach((path, content) -> {
            if (path.startsWith(TLS)) {
                material.put(path.substring(TLS.length()), content);
            }
        });
        call.contexts().writeMaterial(name, material);
        call.contexts().write(context);
        call.out().println(name);
        call.err().println("Successfully imported context " + Quoted.of(name));
    }

    private static Context meta(Map<String, byte[]> parts) throws InvalidValue {
        byte[] meta = parts.get(META);
        if (meta == null) {
            throw new InvalidValue("invalid context: no metadata found");
        }
        try {
            if (ConfigJson.MAPPER.readTree(meta) instanceof ObjectNode tree) {
                return new Context(tree);
            }
        } catch (JacksonException malformed) {
            throw new InvalidValue("invalid context: " + malformed.getOriginalMessage());
        }
        throw new InvalidValue("invalid context: not a JSON object");
    }

    /** Files by name. Anything else in the archive than a context is made of is refused. (CVE-2018-15664's kind) */
    private static Map<String, byte[]> unpack(InputStream in) throws IOException, InvalidValue {
        Map<String, byte[]> parts = new TreeMap<>();
        int left = LARGEST;
        try (TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String name = entry.getName();
                if (entry.isDirectory()) {
                    continue;
                }
                if (!entry.isFile() || !(name.equals(META) || name.matches("tls/docker/[a-z]+\\.pem"))) {
                    throw new InvalidValue("unexpected context file " + Quoted.of(name) + " in the archive");
                }
                byte[] content = tar.readNBytes(left + 1);
                left -= content.length;
                if (left < 0) {
                    throw new InvalidValue("the archive is larger than " + LARGEST + " bytes");
                }
                parts.put(name, content);
            }
        }
        return parts;
    }
}
