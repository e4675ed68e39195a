package sampan.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Programs of the host's in the network namespace of a container: what its image has no program for. */
final class InNamespace {
    private InNamespace() {}

    static ProcessBuilder of(Sampan sampan, String container, String... command) {
        String pid = sampan.run("inspect", "-f", "{{.State.Pid}}", container)
                .succeeds()
                .line();
        List<String> line = new ArrayList<>(List.of("nsenter", "--net=/proc/" + pid + "/ns/net"));
        line.addAll(List.of(command));
        return new ProcessBuilder(line);
    }

    /** Starts one that tells by lines how far it is. */
    static Running start(Sampan sampan, String container, String... command) throws IOException {
        return new Running(
                of(sampan, container, command).redirectErrorStream(true).start());
    }

    /** One that runs; it and its children end with this object. */
    record Running(Process process, BufferedReader said) implements AutoCloseable {
        Running(Process process) {
            this(process, process.inputReader());
        }

        /** The next line; empty at the end. */
        String line() throws IOException {
            String line = said.readLine();
            return line == null ? "" : line;
        }

        @Override
        public void close() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            process.onExit().join();
        }
    }
}
