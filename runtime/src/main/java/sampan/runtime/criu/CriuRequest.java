package sampan.runtime.criu;

/** {@code criu_req}: what is asked of criu, as bytes for its socket. */
public final class CriuRequest {
    private static final int TYPE = 1;
    private static final int OPTIONS = 2;
    private static final int NOTIFY_SUCCESS = 3;
    private static final int FEATURES = 5;

    private CriuRequest() {}

    public static byte[] work(CriuWork work, CriuOptions options) {
        ProtoWriter request = of(work);
        request.message(OPTIONS, options.message());
        return request.toBytes();
    }

    public static byte[] version() {
        return of(CriuWork.VERSION).toBytes();
    }

    /** Whether criu and the kernel have what {@link CriuReply.Features} names. */
    public static byte[] features() {
        ProtoWriter features = new ProtoWriter();
        features.number(1, 1);
        features.number(2, 1);
        ProtoWriter request = of(CriuWork.FEATURE_CHECK);
        request.message(FEATURES, features);
        return request.toBytes();
    }

    /** Go on: what was told has been heard. */
    public static byte[] heard() {
        ProtoWriter request = of(CriuWork.NOTIFY);
        request.number(NOTIFY_SUCCESS, 1);
        return request.toBytes();
    }

    private static ProtoWriter of(CriuWork work) {
        ProtoWriter request = new ProtoWriter();
        request.number(TYPE, work.number());
        return request;
    }
}
