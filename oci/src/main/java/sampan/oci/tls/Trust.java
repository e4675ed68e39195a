package sampan.oci.tls;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Whom a TLS connection believes. */
public final class Trust {
    private Trust() {}

    /** Those whom one of some authorities vouches for, or when there are none, one of the Java platform's own. */
    public static TrustManager[] in(Collection<X509Certificate> authorities)
            throws IOException, GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore store = null;
        if (!authorities.isEmpty()) {
            store = OwnKeys.emptyStore();
            for (X509Certificate authority : authorities) {
                store.setCertificateEntry("authority" + store.size(), authority);
            }
        }
        factory.init(store);
        return factory.getTrustManagers();
    }

    /** Anybody: for a server that somebody called insecure. */
    public static TrustManager[] inAnybody() {
        return new TrustManager[] {new Anybody()};
    }

    /** An extended one: the platform checks no host name then either. */
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
