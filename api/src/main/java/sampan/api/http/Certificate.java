package sampan.api.http;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Who a client of a port says it is, and somebody whom the engine trusts says so too. */
final class Certificate {
    /** Each begins where the one before has ended. */
    private static final Pattern PART = Pattern.compile("\\G[,+]?([A-Za-z0-9.]+)=((?:\\\\.|[^,+\\\\])*)");

    private Certificate() {}

    /** The common name; empty without TLS, or when clients need no certificate. */
    static Optional<String> of(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            return Optional.empty();
        }
        try {
            java.security.cert.Certificate first = tls.engine().getSession().getPeerCertificates()[0];
            return first instanceof X509Certificate known
                    ? commonName(known.getSubjectX500Principal().getName())
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException none) {
            return Optional.empty();
        }
    }

    /** @param subject as RFC 2253 writes it: what could be taken for a border is behind a backslash */
    static Optional<String> commonName(String subject) {
        Matcher parts = PART.matcher(subject);
        while (parts.find()) {
            if (parts.group(1).equalsIgnoreCase("CN")) {
                return Optional.of(parts.group(2).replaceAll("\\\\(.)", "$1"));
            }
        }
        return Optional.empty();
    }
}
