package sampan.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What every workload needs.
 *
 * @param tools folder of our C programs
 * @param scratch folder for files of a workload, gone at the end
 */
record Bench(SampanContestant sampan, DockerContestant docker, Timing timing, Scale scale, Path tools, Path scratch) {
    /** The files of the busybox of all workloads. */
    Path rootfs() {
        return scratch.resolve("rootfs");
    }

    /** The same with these engines. */
    Bench at(TwoHosts hosts) {
        return new Bench(hosts.sampan(), hosts.docker(), timing, scale, tools, scratch);
    }

    /** A command line of our own client of the API. */
    List<String> requests(ApiContestant engine, String... words) {
        List<String> line = new ArrayList<>(
                List.of(tools.resolve("requests").toString(), engine.socket().toString()));
        line.addAll(List.of(words));
        return line;
    }

    /** "Engine warm" means warm: the JVM has compiled what the path uses. */
    void warm(List<String> command) throws IOException {
        timing.times(command, scale.repeats() * 10);
    }

    /** The same at any scale, of a path that is long and is done with in a few milliseconds. */
    void warmFully(List<String> command) throws IOException {
        timing.times(command, Scale.FULL.repeats() * 10);
    }

    /** Lets freed memory and dying processes go. */
    void settle() throws IOException {
        try {
            Thread.sleep(scale.quick() ? 200 : 5000);
        } catch (InterruptedException e) {
            throw new IOException("interrupted while settling", e);
        }
    }

    /** A container that has written its lines, and ended. @return its id */
    String talked(Contestant engine) throws IOException {
        String id = Shell.run(engine.command(
                        "run",
                        "-d",
                        "--network",
                        "none",
                        "--log-driver",
                        "local",
                        "--log-opt",
                        "max-size=1g",
                        LaunchWorkloads.IMAGE,
                        "sh",
                        "-c",
                        LaunchWorkloads.LINES + scale.logBytes()))
                .strip();
        Shell.run(engine.command("wait", id));
        return id;
    }
}
