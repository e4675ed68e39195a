package sampan.cli.command.registry;

import java.io.IOException;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.Preferences;
import sampan.cli.flag.Usage;

/** {@code logout}: forgets a password. */
public final class LogoutCommand implements Command {
    private static final Usage USAGE =
            Usage.of("logout", "[SERVER]", "Log out from a registry").between(0, 1);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, CommandFailure {
        String host = LoginCommand.host(call);
        call.out().println("Removing login credentials for " + Logins.key(host));
        String keeper = Logins.keeper(Preferences.read(call), host);
        if (!keeper.isEmpty()) {
            new CredentialProgram(call, keeper).erase(Logins.key(host));
        }
        new LoginFile(call).remove(host);
        return 0;
    }
}
