package sampan.cli.context;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import sampan.cli.flag.InvalidValue;
import sampan.core.config.ConfigJson;
import tools.jackson.core.JacksonException;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.node.ObjectNode;

/**
 * The configuration of Docker's client, and what the environment says beside it.
 *
 * @param folder {@code ~/.docker}, or what {@code --config} or {@code DOCKER_CONFIG} name
 */
record ClientConfig(Path folder, Map<String, String> environment) {
    private static final String CURRENT = "currentContext";

    static ClientConfig of(Map<String, String> environment) {
        String named = environment.getOrDefault("DOCKER_CONFIG", "");
        String home = environment.getOrDefault("HOME", "/root");
        return new ClientConfig(named.isEmpty() ? Path.of(home, ".docker") : Path.of(named), environment);
    }

    ContextStore contexts() {
        return new ContextStore(folder.resolve("contexts"));
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    /** The variable that names an engine, before which the current context gives way. */
    Optional<String> overriding() {
        return variable("SAMPAN_HOST").isPresent()
                ? Optional.of("SAMPAN_HOST")
                : variable("DOCKER_HOST").map(value -> "DOCKER_HOST");
    }

    /** The address of the context called default. */
    String usualHost() {
        return variable("SAMPAN_HOST")
                .or(() -> variable("DOCKER_HOST"))
                .orElse("unix://" + variable("SAMPAN_EXEC_ROOT").orElse("/run/sampan") + "/sampan.sock");
    }

    /** The name of the context that is in use. */
    String current() throws IOException, InvalidValue {
        if (variable("SAMPAN_HOST").isPresent()) {
            return Context.DEFAULT;
        }
        if (variable("SAMPAN_CONTEXT").isPresent()) {
            return variable("SAMPAN_CONTEXT").orElseThrow();
        }
        if (variable("DOCKER_HOST").isPresent()) {
            return Context.DEFAULT;
        }
        if (variable("DOCKER_CONTEXT").isPresent()) {
            return variable("DOCKER_CONTEXT").orElseThrow();
        }
        String named = read().path(CURRENT).asString("");
        return named.isEmpty() ? Context.DEFAULT : named;
    }

    /** What the file says, whatever the environment does. */
    String written() throws IOException, InvalidValue {
        return read().path(CURRENT).asString("");
    }

    void use(String name) throws IOException, InvalidValue {
        ObjectNode config = read();
        if (name.equals(Context.DEFAULT)) {
            config.remove(CURRENT);
        } else {
            config.put(CURRENT, name);
        }
        Files.createDirectories(folder);
        DefaultPrettyPrinter tabs = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("\t", "\n"));
        byte[] text = ConfigJson.MAPPER.writer().with(tabs).writeValueAsBytes(config);
        ContextStore.replace(folder.resolve("config.json"), text, "rw-------");
    }

    private ObjectNode read() throws IOException, InvalidValue {
        Path file = folder.resolve("config.json");
        if (!Files.exists(file)) {
            return ConfigJson.MAPPER.createObjectNode();
        }
        try {
            if (ConfigJson.MAPPER.readTree(Files.readAllBytes(file)) instanceof ObjectNode config) {
                return config;
            }
        } catch (JacksonException malformed) {
            throw new InvalidValue("loading config file: " + file + ": " + malformed.getOriginalMessage());
        }
        throw new InvalidValue("loading config file: " + file + ": not a JSON object");
    }
}
