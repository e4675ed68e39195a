package sampan.core.container.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"a/b", "..", ".x", "a", "", "a b", "-x", "a\n", "ä1", "../../etc"})
    void refusesNamesThatCouldBePaths(String name) {
        assertThatThrownBy(() -> ContainerName.parse(name))
                .hasMessage("Invalid container name (" + name + "), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed");
    }

    @Test
    void takesNamesWithDockersSlash() {
        assertThat(ContainerName.parse("/web.1")).isEqualTo("web.1");
    }

    @Test
    void makesUpNamesThatAreFree() {
        NameGenerator generator = new NameGenerator(new Random(1));
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < 5000; i++) {
            String name = generator.next(taken::contains);
            assertThat(ContainerName.parse(name)).isEqualTo(name);
            assertThat(taken.add(name)).isTrue();
        }
    }

    @Test
    void makesIdsThatAreNoNumbers() {
        String id = new Ids().next();
        assertThat(id).matches("[0-9a-f]{64}");
        assertThat(Ids.shortened(id)).hasSize(12).matches(".*[a-f].*");
    }
}
