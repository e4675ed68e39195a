package sampan.cli.command.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import sampan.cli.call.Call;
import sampan.core.config.ConfigJson;
import sampan.kernel.Fd;
import sampan.kernel.file.Memfd;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Read;
import sampan.kernel.file.Seek;
import sampan.kernel.file.Write;
import sampan.kernel.process.Child;
import sampan.kernel.process.Spawn;
import sampan.oci.registry.Credentials;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A program that keeps passwords, {@code docker-credential-NAME} (github.com/docker/docker-credential-helpers). It runs with the caller's
 * environment; as the engine runs it, only for callers who are who the engine is.
 */
final class CredentialProgram {
    private static final String MISSING = "credentials not found in native keychain";
    private static final Path ENV = Path.of("/usr/bin/env"); // it looks along PATH, and a script may be found there
    private static final int NOT_FOUND = 127;
    private static final int LARGEST = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Call call;
    private final String name;

    CredentialProgram(Call call, String keeper) throws IOException {
        this.call = call;
        this.name = "docker-credential-" + keeper;
        if (!keeper.matches("[A-Za-z0-9._-]+")) {
            throw new IOException("invalid name of a credential helper: \"" + keeper + "\"");
        }
        if (call.invoker().host().user().uid() != 0) {
            throw new IOException(name + " is run for root only: keep the password in config.json, or call as root");
        }
    }

    /** What it printed, and whether it was content. */
    private record Answer(String text, boolean good) {}

    /** Nobody, when it knows nothing of the registry. */
    Credentials get(String registry) throws IOException {
        Answer answer = run("get", registry);
        if (!answer.good) {
            if (answer.text.contains(MISSING)) {
                return Credentials.NONE;
            }
            throw failed(answer);
        }
        try {
            JsonNode json = ConfigJson.MAPPER.readTree(answer.text);
            return Credentials.of(
                    json.path("Username").asString(""), json.path("Secret").asString(""));
        } catch (JacksonException malformed) {
            throw new IOException(name + " did not answer with JSON", malformed);
        }
    }

    void store(String registry, Credentials who) throws IOException {
        ObjectNode json = ConfigJson.MAPPER.createObjectNode().put("ServerURL", registry);
        boolean token = !who.identityToken().isEmpty();
        json.put("Username", token ? "<token>" : who.user())
                .put("Secret", token ? who.identityToken() : who.password());
        Answer answer = run("store", json.toString());
        if (!answer.good) {
            throw failed(answer);
        }
    }

    /** Nothing to forget is as good. */
    void erase(String registry) throws IOException {
        Answer answer = run("erase", registry);
        if (!answer.good && !answer.text.contains(MISSING)) {
            throw failed(answer);
        }
    }

    private IOException failed(Answer answer) {
        return new IOException(
                "error getting credentials - err: " + name + " failed, out: `" + answer.text.strip() + "`");
    }

    private Answer run(String verb, String input) throws IOException {
        try (Fd env = Open.open(ENV, OpenFlags.O_PATH);
                Fd in = Memfd.create("credential question");
                Fd out = Memfd.create("credential answer")) {
            Write.fully(in, (input + "\n").getBytes(UTF_8));
            Seek.to(in, 0);
            Spawn.Stdio stdio = new Spawn.Stdio(Optional.of(in), Optional.of(out), Optional.empty());
            int code = end(Spawn.start(
                    new Spawn.Command(env, List.of("env", name, verb), call.programEnvironment(), List.of(), stdio)));
            if (code == NOT_FOUND) {
                throw new IOException("error getting credentials - err: exec: \"" + name
                        + "\": executable file not found in $PATH, out: ``");
            }
            Seek.to(out, 0);
            return new Answer(new String(Read.all(out, LARGEST), UTF_8), code == 0);
        }
    }

    private static int end(Child child) throws IOException {
        try (child) {
            return child.endWithin(PATIENCE);
        }
    }
}
