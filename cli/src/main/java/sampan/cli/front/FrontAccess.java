package sampan.cli.front;

import java.util.OptionalLong;
import sampan.kernel.socket.PeerCredentials;

/** Who may give an engine commands: root, whoever the engine runs as, and the members of its group. */
public record FrontAccess(long engineUid, OptionalLong group) {
    /** The group's default name. */
    public static final String GROUP = "sampan";

    boolean allows(PeerCredentials peer) {
        if (peer.uid() == 0 || peer.uid() == engineUid) {
            return true;
        }
        return group.isPresent()
                && (peer.gid() == group.getAsLong() || peer.groups().contains(group.getAsLong()));
    }
}
