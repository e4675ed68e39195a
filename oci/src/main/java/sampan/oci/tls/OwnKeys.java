package sampan.oci.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** What this side of a TLS connection shows when it is asked who it is. */
public final class OwnKeys {
    private static final char[] NO_PASSWORD = {};

    private final KeyStore store;

    /** None yet. */
    public OwnKeys() throws IOException, GeneralSecurityException {
        store = emptyStore();
    }

    /**
     * One more.
     *
     * @param chain its own certificate first
     */
    public void add(String name, PrivateKey key, Collection<X509Certificate> chain) throws GeneralSecurityException {
        store.setKeyEntry(name, key, NO_PASSWORD, chain.toArray(new Certificate[0]));
    }

    /** For {@link javax.net.ssl.SSLContext#init}. */
    public KeyManager[] managers() throws GeneralSecurityException {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }
}
