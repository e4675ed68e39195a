package sampan.core;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import sampan.core.caller.Caller;
import sampan.core.config.ContainerConfig;
import sampan.core.config.HostConfig;
import sampan.core.container.Container;
import sampan.core.container.CreateRequest;

/** Prints how long {@code run --rm} of {@code true} takes inside the engine. */
final class StartSpeed {
    private StartSpeed() {}

    static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("speed");
        int rounds = 1000;
        long[] create = new long[rounds];
        long[] start = new long[rounds];
        long[] all = new long[rounds];
        try (Engine engine = Engine.open(folder)) {
            for (int i = 0; i < rounds; i++) {
                long t0 = System.nanoTime();
                ContainerConfig config = ContainerConfig.builder()
                        .image("localhost/busybox")
                        .cmd(List.of("true"))
                        .build();
                Container container = engine.create(new CreateRequest(
                                "",
                                config,
                                HostConfig.builder()
                                        .autoRemove(true)
                                        .networkMode("none")
                                        .build()))
                        .container();
                long t1 = System.nanoTime();
                container.start(Caller.local());
                long t2 = System.nanoTime();
                container.await();
                long t3 = System.nanoTime();
                create[i] = t1 - t0;
                start[i] = t2 - t1;
                all[i] = t3 - t0;
                if (i % 100 == 99) {
                    print(i - 99, i + 1, create, start, all);
                }
            }
        }
    }

    private static void print(int from, int to, long[]... series) {
        StringBuilder line = new StringBuilder();
        for (long[] one : series) {
            long[] sorted = Arrays.copyOfRange(one, from, to);
            Arrays.sort(sorted);
            line.append(String.format(" %7.2f ms", sorted[sorted.length / 2] / 1e6));
        }
        System.out.println("create, start, all (median):" + line);
    }
}
