package sampan.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an engine that has just been at a registry need not ask again, and what it must. */
final class RegistryMemoryTest extends EngineTest {
    private static final String MANIFEST = "/v2/evil/manifests/1";
    private static final byte[] FIRST =
            HostileRegistry.manifest(HostileRegistry.LAYER.length, HostileRegistry.digest(HostileRegistry.LAYER), "");
    private static final byte[] SECOND = HostileRegistry.manifest(
            HostileRegistry.LAYER.length, HostileRegistry.digest(HostileRegistry.LAYER), ",\"annotations\":{}");

    private HostileRegistry registry = new HostileRegistry();

    /** Tokens that its service has given. */
    private final AtomicInteger given = new AtomicInteger();

    @TempDir
    Path homes;

    @BeforeEach
    void aRegistryThatNobodyHasSeen() {
        registry = new HostileRegistry();
        given.set(0);
        registry.on(MANIFEST, telling(FIRST));
    }

    @AfterEach
    void endRegistry() throws IOException {
        run("alice", "rmi", "-f", registry.name());
        registry.close();
    }

    /** A manifest with its digest, as every registry answers. */
    private static HostileRegistry.Answer telling(byte[] manifest) {
        return exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/vnd.oci.image.manifest.v1+json");
            exchange.getResponseHeaders().set("Docker-Content-Digest", HostileRegistry.digest(manifest));
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(200, head ? -1 : manifest.length);
            if (!head) {
                exchange.getResponseBody().write(manifest);
            }
        };
    }

    /** As somebody with a password for the registry; {@code nobody} has none. */
    private Sampan.Result run(String user, String... words) throws IOException {
        Path home = homes.resolve(user);
        Files.createDirectories(home.resolve(".docker"));
        String auth = Base64.getEncoder().encodeToString((user + ":of-" + user).getBytes(UTF_8));
        Files.writeString(
                home.resolve(".docker/config.json"),
                user.equals("nobody") ? "{}" : "{\"auths\":{\"" + registry.host() + "\":{\"auth\":\"" + auth + "\"}}}");
        ProcessBuilder command = sampan().command(words);
        command.environment().put("HOME", home.toString());
        command.environment().remove("DOCKER_CONFIG");
        Process process = command.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Sampan.Result(process.onExit().join().exitValue(), said, "");
    }

    private void pull(String user) throws IOException {
        run(user, "pull", "-q", registry.name()).succeeds();
    }

    private List<String> requests() {
        return registry.seen().stream()
                .map(request -> request.substring(0, request.lastIndexOf(' ')))
                .toList();
    }

    @Test
    void anImageThatIsHereCostsOneQuestion() throws IOException {
        pull("nobody");
        registry.seen().clear();
        pull("nobody");
        assertThat(requests()).containsExactly("HEAD " + MANIFEST);
        assertThat(run("nobody", "pull", registry.name()).succeeds().out())
                .contains("Digest: " + HostileRegistry.digest(FIRST), "Image is up to date");
    }

    @Test
    void aTagThatMovedIsFollowed() throws IOException {
        pull("nobody");
        registry.on(MANIFEST, telling(SECOND));
        assertThat(run("nobody", "pull", registry.name()).succeeds().out())
                .contains("Digest: " + HostileRegistry.digest(SECOND));
        assertThat(requests()).contains("HEAD " + MANIFEST, "GET " + MANIFEST);
    }

    @Test
    void anImageThatIsThereIsNotPushedAgain() throws IOException {
        pull("nobody");
        registry.seen().clear();
        assertThat(run("nobody", "push", registry.name()).succeeds().out())
                .containsSubsequence(
                        ": Preparing",
                        ": Layer already exists",
                        "1: digest: " + HostileRegistry.digest(FIRST) + " size: ");
        assertThat(requests()).containsExactly("HEAD " + MANIFEST);
    }

    /** Each token is another one, for whoever shows a password, and for nobody. */
    private void tokens(int seconds) {
        registry.on(MANIFEST, exchange -> {
            String shown = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            if (shown.startsWith("Bearer t")) {
                telling(FIRST).to(exchange);
                return;
            }
            exchange.getResponseHeaders()
                    .set("WWW-Authenticate", "Bearer realm=\"" + registry.address() + "/token\",service=\"s\"");
            exchange.sendResponseHeaders(401, -1);
        });
        registry.on("/token", exchange -> {
            String token = "{\"token\":\"t" + given.incrementAndGet() + "\",\"expires_in\":" + seconds + "}";
            HostileRegistry.bytes(200, "application/json", token.getBytes(UTF_8))
                    .to(exchange);
        });
    }

    @Test
    void aTokenServesAgainButOnlyWhoGotIt() throws IOException {
        tokens(300);
        pull("alice");
        pull("alice");
        assertThat(given).hasValue(1);
        registry.seen().clear();
        pull("bob");
        pull("nobody");
        assertThat(given).hasValue(3);
        assertThat(registry.seen()).noneMatch(request -> request.endsWith("Bearer t1"));
        pull("alice");
        assertThat(registry.seen().getLast()).endsWith("Bearer t1");
    }

    @Test
    void aTokenForPullingIsNotShownForPushing() throws IOException {
        tokens(300);
        pull("alice");
        run("alice", "push", "-q", registry.name()).succeeds();
        assertThat(given).hasValue(2);
        assertThat(registry.seen().getLast()).endsWith("Bearer t2");
    }

    @Test
    void aTokenThatIsAboutToEndIsNotKept() throws IOException {
        tokens(5);
        pull("alice");
        pull("alice");
        assertThat(given).hasValue(2);
    }

    @Test
    void aTokenThatIsNoLongerGoodIsReplaced() throws IOException {
        tokens(300);
        pull("alice");
        registry.on(
                MANIFEST,
                HostileRegistry.asking(
                        "Bearer realm=\"" + registry.address() + "/token\",service=\"s\"",
                        "Bearer t2",
                        telling(FIRST)));
        pull("alice");
        assertThat(given).hasValue(2);
    }
}
