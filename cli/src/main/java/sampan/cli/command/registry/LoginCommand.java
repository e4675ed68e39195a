package sampan.cli.command.registry;

import java.io.IOException;
import java.util.Optional;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.Confirmation;
import sampan.cli.call.Preferences;
import sampan.cli.call.Secret;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.core.error.EngineException;
import sampan.oci.registry.Credentials;
import sampan.oci.registry.RegistryClient;
import sampan.oci.registry.RegistryException;

/** {@code login}: shows a registry a name and a password, and keeps them when it knows them. */
public final class LoginCommand implements Command {
    private static final Flag<String> PASSWORD =
            Flag.text("password", "Password or token").shorthand('p');
    private static final Flag<Boolean> PASSWORD_STDIN = Flag.bool("password-stdin", "Take the password from stdin");
    private static final Flag<String> USER = Flag.text("username", "Name").shorthand('u');

    private static final Usage USAGE = Usage.of("login", "[SERVER]", "Authenticate to a registry")
            .flags(PASSWORD, PASSWORD_STDIN, USER)
            .between(0, 1);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue, CommandFailure {
        String host = host(call);
        check(call);
        Optional<Credentials> known = given(call) ? Optional.empty() : known(call, host);
        Credentials who = known.isPresent() ? known.get() : asked(call);
        try (RegistryClient client = Pulling.client(call)) {
            client.login(host, who);
        } catch (RegistryException refused) {
            throw new EngineException.SystemError(refused.getMessage(), null);
        }
        if (known.isEmpty() && !Logins.of(call).of(host).equals(who)) {
            keep(call, host, who);
        }
        call.out().println("Login Succeeded");
        return 0;
    }

    private static void keep(Call call, String host, Credentials who) throws IOException, CommandFailure {
        LoginFile file = new LoginFile(call);
        String keeper = Logins.keeper(Preferences.read(call), host);
        if (!keeper.isEmpty()) {
            new CredentialProgram(call, keeper).store(Logins.key(host), who);
            file.mention(host);
            return;
        }
        file.put(host, who);
        call.err()
                .print("\nWARNING! Your credentials are stored unencrypted in '" + file.path()
                        + "'; only you can read that file.\n\n");
    }

    /** {@code docker.io} unless another one is named; people paste addresses. */
    static String host(Call call) {
        String named = call.operands().isEmpty() ? "docker.io" : call.operands().getFirst();
        return Logins.host(named);
    }

    private static void check(Call call) throws InvalidValue, IOException {
        if (call.flags().given(PASSWORD) && call.on(PASSWORD_STDIN)) {
            throw new InvalidValue("conflicting options: cannot specify both --password and --password-stdin");
        }
        if (call.on(PASSWORD_STDIN) && call.value(USER).orElse("").isEmpty()) {
            throw new InvalidValue("the --password-stdin option requires --username to be set");
        }
        if (call.flags().given(PASSWORD)) {
            call.err().println("WARNING! Using --password via the CLI is insecure. Use --password-stdin.");
        }
    }

    private static boolean given(Call call) {
        return call.flags().given(USER) || call.flags().given(PASSWORD) || call.on(PASSWORD_STDIN);
    }

    private static Optional<Credentials> known(Call call, String host) throws IOException {
        Credentials known = Logins.of(call).of(host);
        if (known.isNone()) {
            return Optional.empty();
        }
        call.out()
                .print(
                        "Authenticating with existing credentials..."
                                + (known.user().isEmpty() ? "" : " [Username: " + known.user() + "]")
                                + "\n\n Info -> To login with a different account, run 'sampan logout' followed by 'sampan login'\n\n\n");
        return Optional.of(known);
    }

    private static Credentials asked(Call call) throws IOException, CommandFailure {
        String user = call.value(USER).orElse("");
        String password = call.value(PASSWORD).orElse("");
        if (call.on(PASSWORD_STDIN)) {
            password = Confirmation.line(call).replaceAll("[\r\n]+$", "");
        }
        boolean incomplete = user.isEmpty() || password.isEmpty();
        boolean cannotAsk = call.on(PASSWORD_STDIN) || !call.session().request().isTerminal(0);
        if (incomplete && cannotAsk) {
            throw new CommandFailure(1, "Error: Cannot perform an interactive login from a non TTY device");
        }
        return incomplete ? prompted(call, user, password) : Credentials.of(user, password);
    }

    private static Credentials prompted(Call call, String user, String password) throws IOException, CommandFailure {
        String name = user;
        if (name.isEmpty()) {
            call.out().print("Username: ");
            name = Confirmation.line(call).strip();
        }
        String secret = password.isEmpty() ? Secret.ask(call, "Password: ") : password;
        if (name.isEmpty() || secret.isEmpty()) {
            throw new CommandFailure(1, "Error: " + (name.isEmpty() ? "username" : "password") + " is required");
        }
        return Credentials.of(name, secret);
    }
}
