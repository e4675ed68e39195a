package sampan.core.container.list;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A list sends again what equals what it sent: a part that were forgotten would be shown as it was for ever. */
final class ContainerSummaryTest {
    private static final RecordComponent[] PARTS = ContainerSummary.class.getRecordComponents();

    static Stream<String> parts() {
        return Stream.of(PARTS).map(RecordComponent::getName);
    }

    @ParameterizedTest
    @MethodSource("parts")
    void isAnotherWhereOnePartIs(String part) throws ReflectiveOperationException {
        assertThat(summary(part)).isNotEqualTo(summary("none")).isEqualTo(summary(part));
    }

    private static Object summary(String other) throws ReflectiveOperationException {
        Class<?>[] types = Stream.of(PARTS).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Constructor<?> constructor = ContainerSummary.class.getDeclaredConstructor(types);
        return constructor.newInstance(Stream.of(PARTS)
                .map(part -> value(part.getType(), part.getName().equals(other)))
                .toArray());
    }

    private static Object value(Class<?> type, boolean other) {
        String word = other ? "other" : "usual";
        return type == long.class
                ? (Object) (other ? 1L : 0L)
                : type == List.class ? List.of(word) : type == Map.class ? Map.of(word, word) : word;
    }
}
