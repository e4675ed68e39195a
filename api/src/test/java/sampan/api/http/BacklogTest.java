package sampan.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class BacklogTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Map<Object, Integer> room = new HashMap<>();
    private boolean alone = true;
    private final Backlog backlog =
            new Backlog(channel.eventLoop(), caller -> room.getOrDefault(caller, 1), _ -> alone);
    private final List<String> read = new ArrayList<>();

    private void ask(String caller, String connection) {
        backlog.read(caller, () -> read.add(connection));
    }

    private void later() {
        channel.advanceTimeBy(10, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    @Test
    void aConnectionIsReadAtOnceWhereThereIsRoom() {
        ask("healthy", "a");

        assertThat(read).containsExactly("a");
    }

    @Test
    void theConnectionsOfAFloodWaitForEachOtherAndForNobodyElse() {
        room.put("flood", 0);
        ask("flood", "first");
        ask("flood", "second");
        ask("healthy", "a");
        assertThat(read).containsExactly("a");

        room.put("flood", 1);
        ask("flood", "third");
        assertThat(read).containsExactly("a", "first");
    }

    @Test
    void aFloodIsReadAtItsPaceWhileOthersAsk() {
        room.put("flood", 0);
        ask("flood", "first");
        room.put("flood", 1);
        alone = false;
        ask("flood", "second");
        ask("healthy", "a");
        assertThat(read).containsExactly("a");

        later();
        assertThat(read).containsExactly("a", "first");
        later();
        assertThat(read).containsExactly("a", "first", "second");
    }

    @Test
    void whatWaitsIsReadThoughNothingComesOnTheOthers() {
        room.put("flood", 0);
        ask("flood", "first");
        ask("flood", "second");
        later();
        assertThat(read).isEmpty();

        room.put("flood", 1);
        later();
        later();
        assertThat(read).containsExactly("first", "second");
    }
}
