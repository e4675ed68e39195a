package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Two bundles that differ in their cgroups alone, one for runc and one for Sampan: the same call ends with the same code and the same line of the log. */
final class BesideRunc implements AutoCloseable {
    static final String RUNC = "/usr/sbin/runc";
    static final String ID = "sampan-and-runc";

    private final RuntimeBundle bundle;

    BesideRunc(Path execRoot) throws IOException {
        bundle = new RuntimeBundle(execRoot);
        write(List.of());
    }

    RuntimeBundle bundle() {
        return bundle;
    }

    /** @param edits of the usual configuration, what stands there and what is to */
    void write(List<String> edits) throws IOException {
        bundle.cgroup("/sampan-runc/runcs").runs("sleep", "1000");
        edit(edits);
        Path folder = Files.createDirectories(bundle.folder().resolve("runcs"));
        Files.copy(
                bundle.folder().resolve("config.json"),
                folder.resolve("config.json"),
                StandardCopyOption.REPLACE_EXISTING);
        if (!Files.exists(folder.resolve("rootfs"))) {
            assertThat(call(List.of("cp", "-a", bundle.folder() + "/rootfs", folder + "/rootfs"), bundle.folder())
                            .code())
                    .isZero();
        }
        bundle.cgroup("/sampan-runc/ours").runs("sleep", "1000");
        edit(edits);
    }

    private void edit(List<String> edits) throws IOException {
        for (int i = 0; i < edits.size(); i += 2) {
            String from = edits.get(i);
            String to = edits.get(i + 1);
            bundle.edit(text -> {
                assertThat(text).contains(from);
                return text.replace(from, to);
            });
        }
    }

    Sampan.Result runc(String... words) {
        List<String> line = new ArrayList<>(List.of(RUNC, "--root", bundle.folder() + "/runc-state"));
        line.addAll(List.of(words));
        return call(line, bundle.folder().resolve("runcs"));
    }

    private Sampan.Result call(List<String> line, Path folder) {
        try {
            Path out = Files.createTempFile(bundle.folder(), "runc", "out");
            Path err = Files.createTempFile(bundle.folder(), "runc", "err");
            Process process = new ProcessBuilder(line)
                    .directory(folder.toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            assertThat(Patience.ends(process)).isTrue();
            return new Sampan.Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    void both(String... words) {
        bundle.run(words).succeeds();
        assertThat(runc(words).code()).isZero();
    }

    /** @param line of words; ID is the container, {@code ''} an empty word */
    void same(String line) {
        String[] words = Stream.of(line.replace("ID", ID).split(" "))
                .map(word -> word.equals("''") ? "" : word)
                .toArray(String[]::new);
        Sampan.Result ours = bundle.run(words);
        Sampan.Result runcs = runc(words);
        assertThat(ours.code() + "\n" + plain(ours.err())).isEqualTo(runcs.code() + "\n" + plain(runcs.err()));
    }

    /** Without what depends on the moment: runc tells when a killed process is still on its way out of a cgroup. */
    static String plain(String log) {
        return log.replaceAll("time=\"[^\"]*\" |,\"time\":\"[^\"]*\"", "")
                .replaceAll(".*Failed to remove cgroup \\(will retry\\).*\n", "")
                .replace(RUNC + ":", "runc:");
    }

    /** runc leaves the parents of its cgroups. */
    static void removeParents() throws IOException {
        try (Stream<Path> hierarchies = Files.list(Path.of("/sys/fs/cgroup"))) {
            for (Path hierarchy : hierarchies.toList()) {
                Files.deleteIfExists(hierarchy.resolve("sampan-runc"));
            }
        }
    }

    @Override
    public void close() throws IOException {
        runc("delete", "-f", ID);
        bundle.close();
    }
}
