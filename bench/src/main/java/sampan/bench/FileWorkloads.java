package sampan.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Files in and out of containers and images. */
final class FileWorkloads extends Workloads {
    private static final int CHUNK = 1 << 20;
    private static final String ARCHIVED = "localhost/bench-image";
    private static final int FILES_IN_FOLDER = 50;
    private static final Goal HALF = new Goal.AtMost(0.5);

    FileWorkloads(Bench bench, Table table) {
        super(bench, table);
    }

    /** One large file, to a container that does not run and back. */
    void copy() throws IOException {
        Path file = random("to-copy");
        Path back = bench.scratch().resolve("copied");
        String ours = created(sampan);
        String theirs = created(docker);
        longRow(
                "`cp` of " + scale.copied() + " MB into a container",
                HALF,
                engine -> engine.command("cp", file.toString(), (engine == sampan ? ours : theirs) + ":/f"));
        longRow(
                "`cp` of " + scale.copied() + " MB out of a container",
                HALF,
                "rm -f " + back,
                engine -> engine.command("cp", (engine == sampan ? ours : theirs) + ":/f", back.toString()));
        Crowd.remove(sampan, List.of(ours));
        Crowd.remove(docker, List.of(theirs));
        Files.delete(file);
        Files.delete(back);
    }

    private Path random(String name) throws IOException {
        Path file = bench.scratch().resolve(name);
        Random random = new Random(1);
        byte[] chunk = new byte[CHUNK];
        try (var out = Files.newOutputStream(file)) {
            for (int i = 0; i < scale.copied(); i++) {
                random.nextBytes(chunk);
                out.write(chunk);
            }
        }
        return file;
    }

    private static String created(Contestant engine) throws IOException {
        return Crowd.created(engine, 1).getFirst();
    }

    /** An archive of thousands of files, as a distribution has them. */
    void images() throws IOException {
        Path archive = bench.scratch().resolve("image.tar");
        Path written = bench.scratch().resolve("written.tar");
        Shell.run(shell(make(scale.files(), archive)));
        String size = scale.files() * 25 / 1000 + " MB image";
        longRow("`load` and `rmi` of a " + size, HALF, engine -> loadAndRemove(engine, archive));
        Shell.run(sampan.command("load", "-qi", archive.toString()));
        Shell.run(docker.command("load", "-qi", archive.toString()));
        longRow("`save` of a " + size, HALF, engine -> engine.command("save", "-o", written.toString(), ARCHIVED));
        Shell.run(sampan.command("rmi", ARCHIVED));
        Shell.run(docker.command("rmi", ARCHIVED));
        Files.delete(archive);
        Files.delete(written);
    }

    private String make(int files, Path archive) {
        String line = String.join(" ", sampan.command());
        return """
                cd %s; mkdir root; i=0
                while [ $i -lt %d ]; do
                  d=root/d$((i / %d)); mkdir -p $d; head -c 25000 /dev/urandom > $d/f$i; i=$((i + 1))
                done
                tar -C root -c . | %s import - %s >/dev/null; rm -r root
                %s save -o %s %s; %s rmi %s >/dev/null
                """.formatted(
                bench.scratch(), files, FILES_IN_FOLDER, line, ARCHIVED, line, archive, ARCHIVED, line, ARCHIVED);
    }

    private static List<String> loadAndRemove(Contestant engine, Path archive) {
        String line = String.join(" ", engine.command());
        return shell(line + " load -qi " + archive + "; " + line + " rmi " + ARCHIVED);
    }
}
