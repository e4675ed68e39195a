package sampan.runtime.criu;

import java.io.IOException;
import java.util.Optional;

/**
 * {@code criu_resp}: what criu answers, or tells on the way.
 *
 * @param errno the kernel's answer that was in the way; 0: another reason
 * @param event on the way: {@code post-restore}, {@code orphan-pts-master}
 * @param pid of the first restored process, also on the way; 0: not told
 * @param version as 31700 for 3.17
 */
public record CriuReply(
        CriuWork work,
        boolean success,
        int errno,
        Optional<String> event,
        int pid,
        Optional<Integer> version,
        Optional<Features> features) {
    /** What some kernels lack. */
    public record Features(boolean trackMemory, boolean lazyPages) {}

    public static CriuReply parse(byte[] message) throws IOException {
        ProtoReader reply = new ProtoReader(message);
        Optional<ProtoReader> restored = reply.message(4);
        Optional<ProtoReader> told = reply.message(5);
        Optional<ProtoReader> features = reply.message(8);
        Optional<ProtoReader> version = reply.message(10);
        return new CriuReply(
                CriuWork.of(reply.number(1).orElse(0)),
                reply.on(2),
                (int) reply.number(7).orElse(0),
                told.flatMap(event -> event.text(1)),
                first(restored, told),
                version.map(CriuReply::version),
                features.map(feature -> new Features(feature.on(1), feature.on(2))));
    }

    private static int first(Optional<ProtoReader> restored, Optional<ProtoReader> told) {
        long onTheWay = told.map(event -> event.number(2).orElse(0)).orElse(0L);
        return (int) restored.map(process -> process.number(1).orElse(0))
                .orElse(onTheWay)
                .longValue();
    }

    private static int version(ProtoReader version) {
        return (int) (version.number(1).orElse(0) * 10_000
                + version.number(2).orElse(0) * 100
                + version.number(4).orElse(0));
    }
}
