package sampan.api;

import sampan.api.http.Client;
import sampan.core.policy.Asker;

/** Clients of the API, as a policy knows them. */
final class Askers {
    private Askers() {}

    static Asker of(Client client) {
        return client.peer()
                .map(peer -> Asker.local(peer.uid(), peer.gid(), peer.groups(), peer.pid(), client.socket()))
                .orElseGet(() -> Asker.remote(client.socket()));
    }
}
