package sampan.cli.command.registry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import sampan.cli.call.Call;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.OutputFile;
import sampan.cli.call.Preferences;
import sampan.core.config.ConfigJson;
import sampan.kernel.Fd;
import sampan.oci.registry.Credentials;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The passwords in the caller's {@code config.json}; written with the caller's rights, whole or not at all. */
final class LoginFile {
    private static final String AUTHS = "auths";

    private final Call call;

    LoginFile(Call call) {
        this.call = call;
    }

    String path() {
        return Preferences.file(call);
    }

    void put(String host, Credentials who) throws IOException, CommandFailure {
        ObjectNode config = read();
        ObjectNode entry = object(config).putObject(Logins.key(host));
        if (who.identityToken().isEmpty()) {
            byte[] both = (who.user() + ":" + who.password()).getBytes(StandardCharsets.UTF_8);
            entry.put("auth", Base64.getEncoder().encodeToString(both));
        } else {
            entry.put("identitytoken", who.identityToken());
        }
        write(config);
    }

    /** Says that there is a password, which a program keeps. */
    void mention(String host) throws IOException, CommandFailure {
        ObjectNode config = read();
        object(config).putObject(Logins.key(host));
        write(config);
    }

    /** Takes away what is there under any spelling of the host. */
    void remove(String host) throws IOException, CommandFailure {
        ObjectNode config = read();
        List<String> keys = config.path(AUTHS)
                .propertyStream()
                .map(java.util.Map.Entry::getKey)
                .filter(key -> Logins.host(key).equals(host))
                .toList();
        if (!keys.isEmpty()) {
            object(config).remove(keys);
            write(config);
        }
    }

    private static ObjectNode object(ObjectNode config) {
        return config.path(AUTHS) instanceof ObjectNode auths ? auths : config.putObject(AUTHS);
    }

    private ObjectNode read() throws IOException, CommandFailure {
        JsonNode config = Preferences.read(call);
        if (config instanceof ObjectNode object) {
            return object;
        }
        if (config.isMissingNode() && !Preferences.isUnreadable(call)) {
            return ConfigJson.MAPPER.createObjectNode();
        }
        throw new CommandFailure(1, "loading config file: " + path() + ": not a JSON object");
    }

    private void write(ObjectNode config) throws IOException, CommandFailure {
        String folder = path().substring(0, path().lastIndexOf('/'));
        try (Fd made = call.session().caller().files().openOrMakeFolder(folder)) {
            assert made.isOpen();
        }
        DefaultPrettyPrinter tabs = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("\t", "\n"));
        byte[] text = ConfigJson.MAPPER.writer().with(tabs).writeValueAsBytes(config);
        try (OutputFile file = OutputFile.open(call, path(), "saving credentials: ")) {
            file.write(text, 0, text.length);
            file.commit();
        }
    }
}
