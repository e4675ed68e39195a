package sampan.daemon.hook;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sampan.kernel.Fd;
import sampan.kernel.file.Memfd;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Seek;
import sampan.kernel.file.Write;
import sampan.kernel.process.Child;
import sampan.kernel.process.Spawn;

/** One way to tell of an event. */
sealed interface Delivery {
    /** @throws IOException when it did not arrive */
    void send(byte[] json) throws IOException, InterruptedException;

    static Delivery of(EventHook hook) {
        return hook.url().<Delivery>map(url -> new Post(url, hook)).orElseGet(() -> new Program(hook));
    }

    /** By a program that reads it, and ends with 0 when all is well. */
    record Program(EventHook hook) implements Delivery {
        private static final List<String> ENVIRONMENT =
                List.of("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");

        private static final Path SHELL = Path.of("/bin/sh");
        /** A script is not started from a descriptor: its interpreter has to find it. */
        private static final List<String> START = List.of("sh", "-c", "exec \"$0\" \"$@\"");

        @Override
        public void send(byte[] json) throws IOException {
            String program = hook.command().getFirst();
            try (Fd shell = Open.open(SHELL, OpenFlags.O_PATH);
                    Fd in = Memfd.create("event");
                    Child child = start(shell, filled(in, json))) {
                int code = child.endWithin(hook.timeout());
                if (code != 0) {
                    throw new IOException(program + " ended with " + code);
                }
            }
        }

        private static Fd filled(Fd file, byte[] json) throws IOException {
            Write.fully(file, json);
            Seek.to(file, 0);
            return file;
        }

        private Child start(Fd shell, Fd in) throws IOException {
            List<String> arguments = new ArrayList<>(START);
            arguments.addAll(hook.command());
            return Spawn.start(new Spawn.Command(
                    shell,
                    arguments,
                    ENVIRONMENT,
                    List.of(),
                    new Spawn.Stdio(Optional.of(in), Optional.empty(), Optional.empty())));
        }
    }

    /** By HTTP; any answer of 200 to 299 will do. */
    record Post(URI url, EventHook hook) implements Delivery {
        private static final int FIRST_BAD = 300;

        @Override
        public void send(byte[] json) throws IOException, InterruptedException {
            try (HttpClient client =
                    HttpClient.newBuilder().connectTimeout(hook.timeout()).build()) {
                HttpRequest request = HttpRequest.newBuilder(url)
                        .timeout(hook.timeout())
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(json))
                        .build();
                int status = client.send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode();
                if (status >= FIRST_BAD) {
                    throw new IOException(url + " answered with status " + status);
                }
            }
        }
    }
}
