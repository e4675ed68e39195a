package sampan.cli.admission;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import sampan.cli.flag.ParsedFlags;
import sampan.cli.flag.Usage;
import sampan.core.Engine;
import sampan.core.audit.AuditLog;
import sampan.core.audit.Deed;
import sampan.core.error.EngineException;
import sampan.core.policy.Access;
import sampan.core.policy.Asker;
import sampan.core.policy.Gate;
import sampan.core.policy.Need;
import sampan.core.policy.Policy;
import sampan.core.policy.Rights;
import sampan.kernel.process.Credentials;
import sampan.kernel.socket.PeerCredentials;

/**
 * Lets commands in.
 *
 * @param log empty: nobody hears of it
 * @param socket of the commands, by its address
 */
public record Admission(Gate gate, Optional<AuditLog> log, String socket) {
    /** Whoever can connect may do everything. */
    public static Admission open() {
        return new Admission(new Gate(Policy.NONE), Optional.empty(), "");
    }

    private Asker asker(PeerCredentials peer) {
        return Asker.local(peer.uid(), peer.gid(), peer.groups(), peer.pid(), socket);
    }

    /** Forbidden when the caller may not give this command at all. */
    public Entry enter(Supplier<Engine> engine, PeerCredentials peer, Usage usage, ParsedFlags flags) {
        List<String> named = flags.operands().stream().limit(usage.containers()).toList();
        String what = "sampan " + usage.name();
        return enter(engine, peer, CommandNeeds.of(usage), what, named);
    }

    /** For what the shell's completion shows. */
    public Entry look(Supplier<Engine> engine, PeerCredentials peer) {
        return enter(engine, peer, Need.LOOK, "sampan __complete", List.of());
    }

    /** For a program that may ask for anything. */
    public Entry everything(Supplier<Engine> engine, PeerCredentials peer, String what) {
        return enter(engine, peer, Need.EVERYTHING, what, List.of());
    }

    private Entry enter(
            Supplier<Engine> engine, PeerCredentials peer, Need need, String what, List<String> containers) {
        Asker asker = asker(peer);
        Rights rights = gate.rights(asker);
        Deed deed = Deed.of(asker, rights, what, String.join(" ", containers));
        try {
            refusePassingBy(engine, peer);
            Access access = gate.admit(rights, need, what);
            return new Entry(engine, access, log, log.isEmpty() ? deed : deed.to(known(engine, containers)));
        } catch (EngineException.Forbidden refused) {
            log.ifPresent(
                    file -> file.tell(deed, Deed.Outcome.REFUSED, Entry.FAILED, String.valueOf(refused.getMessage())));
            throw refused;
        }
    }

    /** Plugins that decide about requests of the API have no word for commands: their only callers are those who are above them anyway. */
    private static void refusePassingBy(Supplier<Engine> engine, PeerCredentials peer) {
        boolean above = peer.uid() == 0 || peer.uid() == Credentials.effectiveUid();
        if (!above && !engine.get().settings().authorization().isEmpty()) {
            throw new EngineException.Forbidden(
                    "permission denied: authorization plugins decide what is done here, and they are asked about requests"
                            + " of the API alone: use docker");
        }
    }

    private static Optional<Deed.Named> known(Supplier<Engine> engine, List<String> containers) {
        if (containers.size() != 1) {
            return Optional.empty();
        }
        try {
            return Optional.of(Deed.Named.of(engine.get().containers().find(containers.getFirst())));
        } catch (EngineException none) {
            return Optional.empty();
        }
    }
}
