package sampan.core.network.name;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one container was told of what is known here, for when it asks in the same words: nothing is read, looked up or written anew. A later answer takes the place
 * of an earlier one. For one thread.
 */
final class LastAnswers {
    private static final int PLACES = 64;

    /** Questions of names are shorter. */
    private static final int LONGEST = 300;

    private static final int ID = 2;

    private @Nullable Said[] places = new @Nullable Said[PLACES];
    private @Nullable Object edition;

    @SuppressWarnings("ArrayRecordComponent") // changed in place: the number is that of who asks
    private record Said(byte[] question, byte[] answer) {}

    /**
     * The answer to this message, with its number; good until the next question.
     *
     * @param now the book's edition
     */
    @SuppressWarnings("ReferenceEquality") // each edition is an object of its own
    Optional<byte[]> find(byte[] message, Object now) {
        if (edition != now) {
            places = new @Nullable Said[PLACES];
            edition = now;
        }
        Said said = places[place(message)];
        if (said == null || !same(said.question, message)) {
            return Optional.empty();
        }
        System.arraycopy(message, 0, said.answer, 0, ID);
        return Optional.of(said.answer);
    }

    /**
     * Keeps an answer.
     *
     * @param then the edition before it was looked up
     */
    @SuppressWarnings("ReferenceEquality") // each edition is an object of its own
    void put(byte[] message, byte[] answer, Object then) {
        if (edition == then && message.length <= LONGEST) {
            places[place(message)] = new Said(message, answer);
        }
    }

    private static boolean same(byte[] one, byte[] other) {
        return one.length == other.length && Arrays.equals(one, ID, one.length, other, ID, other.length);
    }

    private static int place(byte[] message) {
        int sum = 0;
        for (int i = ID; i < Math.min(message.length, LONGEST); i++) {
            sum = 31 * sum + message[i];
        }
        return (sum ^ sum >>> 16) & PLACES - 1;
    }
}
