package sampan.oci.registry;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * What this side shows a registry that asks who it is, and whether it was asked. Since TLS 1.3 a refusal comes after the handshake, and may be lost when the
 * registry closes the connection: what is seen then is a broken connection.
 */
final class ClientIdentity extends X509ExtendedKeyManager {
    private final X509ExtendedKeyManager keys;
    private volatile boolean asked;
    private volatile boolean shown;

    ClientIdentity(X509ExtendedKeyManager keys) {
        this.keys = keys;
    }

    /** A registry wanted to see a certificate. */
    boolean asked() {
        return asked;
    }

    /** It was shown one. */
    boolean shown() {
        return shown;
    }

    private @Nullable String noted(@Nullable String alias) {
        asked = true;
        shown |= alias != null;
        return alias;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] kinds, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return noted(keys.chooseEngineClientAlias(kinds, issuers, engine));
    }

    @Override
    public @Nullable String chooseClientAlias(String[] kinds, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return noted(keys.chooseClientAlias(kinds, issuers, socket));
    }

    @Override
    public String @Nullable [] getClientAliases(String kind, Principal @Nullable [] issuers) {
        return keys.getClientAliases(kind, issuers);
    }

    @Override
    public String @Nullable [] getServerAliases(String kind, Principal @Nullable [] issuers) {
        return keys.getServerAliases(kind, issuers);
    }

    @Override
    public @Nullable String chooseServerAlias(String kind, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return keys.chooseServerAlias(kind, issuers, socket);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return keys.getCertificateChain(alias);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return keys.getPrivateKey(alias);
    }
}
