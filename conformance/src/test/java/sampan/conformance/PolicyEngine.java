package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** An engine with a policy: a socket for those whose containers are their own, one for those who only look, and a rule for one caller of the command line. */
final class PolicyEngine implements AutoCloseable {
    static final String BUSYBOX = "localhost/busybox";
    /** Nobody has these ids. */
    static final int ONE = 61234;

    static final int OTHER = 61235;
    static final int MEMBER = 61236;
    static final String NETWORKS = "\"networks\": [\"ci-*\"], \"images\": [\"ci/*\"]";
    private static final String GROUP = "nogroup";

    private final Sampan sampan = Sampan.fresh();
    private final Path folder;
    private final Process engine;

    PolicyEngine(Path folder) throws IOException {
        this.folder = folder;
        open(folder);
        open(sampan.dataRoot().getParent());
        for (String name : List.of("allowed", "out", "hidden")) {
            Files.writeString(Files.createDirectory(folder.resolve(name)).resolve("file"), name);
        }
        writePolicy(NETWORKS);
        Path told = folder.resolve("told");
        engine = sampan.command(
                        "--data-root",
                        sampan.dataRoot().toString(),
                        "--exec-root",
                        sampan.execRoot().toString(),
                        "daemon",
                        "--group",
                        GROUP,
                        "--policy",
                        policy().toString(),
                        "-H",
                        "unix://" + socket("all"),
                        "-H",
                        "unix://" + socket("ci"),
                        "-H",
                        "unix://" + socket("watch"))
                .redirectErrorStream(true)
                .redirectOutput(told.toFile())
                .start();
        await().atMost(Sampan.LIMIT)
                .until(() -> Files.readString(told).contains("the Engine API is served on") || !engine.isAlive());
        assertThat(engine.isAlive()).as(Files.readString(told)).isTrue();
    }

    private static void open(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    Path policy() {
        return folder.resolve("policy.json");
    }

    /** @param more of the rule of the socket {@code ci} */
    void writePolicy(String more) throws IOException {
        Files.writeString(policy(), """
                {"rules": [
                  {"name": "ci", "sockets": ["unix://%1$s/ci.sock"], "group": "nogroup", "containers": "own",
                   "bindSources": ["%1$s/allowed", "%1$s/out:rw"], "volumes": ["ci-*"], %3$s},
                  {"name": "watch", "sockets": ["unix://%1$s/watch.sock"], "group": "nogroup", "containers": "all", "readOnly": true},
                  {"name": "member", "uids": [%2$d]}
                ]}
                """.formatted(folder, MEMBER, more));
    }

    void hangUp() throws Exception {
        Sampan.hangUp(engine);
    }

    Path socket(String name) {
        return folder.resolve(name + ".sock");
    }

    Sampan sampan() {
        return sampan;
    }

    String told() throws IOException {
        return Files.readString(folder.resolve("told"));
    }

    List<String> audited() throws IOException {
        return Files.readAllLines(audit());
    }

    Path audit() {
        return sampan.dataRoot().resolve("audit.log");
    }

    private static List<String> as(int uid) {
        return List.of("setpriv", "--reuid=" + uid, "--regid=" + GROUP, "--clear-groups");
    }

    private static List<String> split(String... words) {
        return words.length == 1 ? List.of(words[0].split(" ")) : List.of(words);
    }

    /** Docker's command line, as somebody; one text is words with blanks between them. */
    Sampan.Result docker(int uid, String socket, String... words) {
        return dockerOf("docker", uid, socket, words);
    }

    Sampan.Result dockerOf(String program, int uid, String socket, String... words) {
        List<String> line = new ArrayList<>(as(uid));
        line.addAll(List.of("env", "HOME=/nowhere", program, "-H", "unix://" + socket(socket)));
        line.addAll(split(words));
        return Sampan.finish(new byte[0], new ProcessBuilder(line));
    }

    /** The command line of its own, as somebody. */
    Sampan.Result sampan(int uid, String... words) {
        List<String> line = new ArrayList<>(as(uid));
        line.add(Sampan.binary().toString());
        line.addAll(split(words));
        ProcessBuilder command = sampan.command();
        return Sampan.finish(new byte[0], command.command(line).directory(folder.toFile()));
    }

    /** A request with a body, which root sends: on a socket with a rule root has no more rights than others. */
    ApiExchange post(String socket, String path, String body) throws IOException {
        return request(socket, "POST", path, body);
    }

    ApiExchange request(String socket, String method, String path, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return ApiExchange.with(
                socket(socket),
                method + " " + path + " HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n"
                        + "Content-Type: application/json\r\nContent-Length: " + bytes.length + "\r\n",
                bytes);
    }

    @Override
    public void close() {
        sampan.close();
    }
}
