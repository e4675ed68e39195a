package sampan.oci.spec;

import java.math.BigInteger;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;

/** The specification's uint64 in a long: RLIM_INFINITY is 18446744073709551615 in JSON and -1 here. */
public final class Unsigned {
    private static final int BITS = 64;

    private Unsigned() {}

    /** Writes the long as the unsigned number it stands for. */
    public static final class Writer extends ValueSerializer<Long> {
        public Writer() {}

        @Override
        public void serialize(Long value, JsonGenerator json, SerializationContext context) {
            json.writeNumber(new BigInteger(Long.toUnsignedString(value)));
        }
    }

    /** Reads 0 to 2^64-1, and -1, which some tools write for "no limit". */
    public static final class Reader extends ValueDeserializer<Long> {
        public Reader() {}

        @Override
        public Long deserialize(JsonParser json, DeserializationContext context) {
            if (!json.currentToken().isNumeric()) {
                return context.reportInputMismatch(Long.class, "a number was expected, not %s", json.currentToken());
            }
            BigInteger number = json.getBigIntegerValue();
            boolean fits = number.signum() >= 0 && number.bitLength() <= BITS;
            if (!fits && !number.equals(BigInteger.ONE.negate())) {
                return context.reportInputMismatch(Long.class, "%s is not in 0..2^64-1", number);
            }
            return number.longValue();
        }

        @Override
        public Long getNullValue(DeserializationContext context) {
            return 0L;
        }
    }
}
