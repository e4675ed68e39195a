package sampan.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The rows about images: an archive of thousands of files, as a distribution has them. */
final class ImageWorkloads {
    private static final String NAME = "localhost/bench-image";
    private static final int FILES_IN_FOLDER = 50;

    private final SampanContestant sampan;
    private final DockerContestant docker;
    private final Timing timing;
    private final Table table;
    private final Path scratch;

    ImageWorkloads(SampanContestant sampan, DockerContestant docker, Timing timing, Table table, Path scratch) {
        this.sampan = sampan;
        this.docker = docker;
        this.timing = timing;
        this.table = table;
        this.scratch = scratch;
    }

    /** @param files of 25 kB each; 6800 of them are 170 MB */
    void loadAndSave(int files, int rounds) throws IOException {
        Path archive = scratch.resolve("image.tar");
        Path written = scratch.resolve("written.tar");
        Shell.run(List.of("/bin/sh", "-ec", make(files, archive)));
        String size = files * 25 / 1000 + " MB image";
        var loads = timing.interleaved(
                List.of(loadAndRemove(sampan.command(), archive), loadAndRemove(docker.command(), archive)), rounds, 1);
        row("`load` and `rmi` of a " + size, loads);
        Shell.run(sampan.command("load", "-qi", archive.toString()));
        Shell.run(docker.command("load", "-qi", archive.toString()));
        var saves = timing.interleaved(
                List.of(
                        sampan.command("save", "-o", written.toString(), NAME),
                        docker.command("save", "-o", written.toString(), NAME)),
                rounds,
                1);
        row("`save` of a " + size, saves);
        Shell.run(sampan.command("rmi", NAME));
        Shell.run(docker.command("rmi", NAME));
    }

    private String make(int files, Path archive) {
        String sampanLine = String.join(" ", sampan.command());
        return """
                cd %s; mkdir root; i=0
                while [ $i -lt %d ]; do
                  d=root/d$((i / %d)); mkdir -p $d; head -c 25000 /dev/urandom > $d/f$i; i=$((i + 1))
                done
                tar -C root -c . | %s import - %s >/dev/null; rm -r root
                %s save -o %s %s; %s rmi %s >/dev/null
                """.formatted(
                        scratch, files, FILES_IN_FOLDER, sampanLine, NAME, sampanLine, archive, NAME, sampanLine, NAME);
    }

    private static List<String> loadAndRemove(List<String> engine, Path archive) {
        String line = String.join(" ", engine);
        return List.of("/bin/sh", "-ec", line + " load -qi " + archive + "; " + line + " rmi " + NAME);
    }

    private void row(String workload, List<List<Double>> medians) {
        table.add(new Table.Row(
                workload,
                "%.0f ms".formatted(Statistics.median(medians.get(0))),
                "%.0f ms".formatted(Statistics.median(medians.get(1))),
                Statistics.ratio(medians.get(0), medians.get(1)),
                0.5,
                true));
    }
}
