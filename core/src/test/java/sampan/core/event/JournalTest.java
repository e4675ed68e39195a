package sampan.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sampan.kernel.Fd;
import sampan.kernel.file.Open;

@Timeout(300)
final class JournalTest {
    private static final Subject WEB = new Subject(
            EventType.CONTAINER, "c0ffee", Map.of("image", "localhost/busybox:1", "name", "web", "tier", "front"));

    @TempDir
    Path path;

    private Fd folder;
    private Journal journal;

    @BeforeEach
    void open() throws Exception {
        folder = Open.directory(path);
        journal = new Journal(folder, InstantSource.system());
    }

    @AfterEach
    void close() {
        journal.close();
        folder.close();
    }

    private static List<Event> all(Subscription subscription) throws InterruptedException {
        List<Event> events = new ArrayList<>();
        for (Optional<Event> event = subscription.next(); event.isPresent(); event = subscription.next()) {
            events.add(event.get());
        }
        return events;
    }

    private static List<Event> kept(Journal from) {
        return from.between(0, Long.MAX_VALUE - 1);
    }

    @Test
    void aListenerHearsWhatComesAndNotWhatWas() throws Exception {
        journal.publish(WEB, Action.CREATE);
        Subscription live = journal.subscribe(EventFilter.ALL, Optional.empty(), Optional.empty());
        journal.publish(WEB, Action.START);
        assertThat(live.next().orElseThrow().action()).isEqualTo("start");
    }

    /** Now and then it does not: then the waiting thread has it, and what comes meanwhile. */
    @Test
    void whatAListenerTakesAtOnceComesOnceAndInOrder() throws Exception {
        Subscription live = journal.subscribe(EventFilter.ALL, Optional.empty(), Optional.empty());
        List<Event> heard = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger taken = new AtomicInteger();
        live.offerFirst(event -> event.nanos() % 3 != 0 && heard.add(event) && taken.incrementAndGet() > 0);
        Thread listener = Thread.ofPlatform().start(() -> hear(live, heard));
        List<Thread> publishers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            publishers.add(Thread.ofPlatform().start(() -> publish(1000)));
        }
        for (Thread publisher : publishers) {
            publisher.join();
        }
        while (taken.get() == 0) {
            if (listener.getState() == Thread.State.RUNNABLE) {
                Thread.yield(); // until it has begun to wait: the files keep no more than some thousands
            } else {
                publish(1);
            }
        }
        journal.close();
        listener.join();
        assertThat(heard).isEqualTo(kept(journal)).hasSizeGreaterThanOrEqualTo(4000);
    }

    private void publish(int count) {
        for (int i = 0; i < count; i++) {
            journal.publish(WEB, Action.START);
        }
    }

    private static void hear(Subscription live, List<Event> heard) {
        try {
            for (Optional<Event> event = live.next(); event.isPresent(); event = live.next()) {
                heard.add(event.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whatDoesNotFitIsOfferedToNobody() throws Exception {
        EventFilter ends = new EventFilter(Map.of("event", List.of("die")));
        Subscription live = journal.subscribe(ends, Optional.empty(), Optional.empty());
        List<Event> heard = Collections.synchronizedList(new ArrayList<>());
        live.offerFirst(heard::add);
        Thread listener = Thread.ofPlatform().start(() -> hear(live, heard));
        publish(100);
        journal.publish(WEB, Action.DIE);
        journal.close();
        listener.join();
        assertThat(heard)
                .singleElement()
                .satisfies(event -> assertThat(event.action()).isEqualTo("die"));
    }

    /** A pipe that nobody reads is a disk that does not answer. */
    @Test
    void nobodyWaitsForTheDiskToHear() throws Exception {
        Path disk = path.resolve("events");
        assertThat(new ProcessBuilder("mkfifo", disk.toString()).start().waitFor())
                .isZero();
        Subscription live = journal.subscribe(EventFilter.ALL, Optional.empty(), Optional.empty());
        Thread publishing = Thread.ofPlatform().start(() -> journal.publish(WEB, Action.START));
        try {
            assertThat(live.next().orElseThrow().action()).isEqualTo("start");
        } finally {
            Files.newInputStream(disk).close();
            publishing.join();
        }
    }

    @Test
    void theNextEngineReplaysWhatTheLastOnePublished() throws Exception {
        journal.publish(WEB, Action.CREATE);
        journal.publish(WEB, Action.DIE, Map.of("exitCode", "3"));
        try (Journal next = new Journal(folder, InstantSource.system())) {
            assertThat(kept(next)).extracting(Event::action).containsExactly("create", "die");
            assertThat(kept(next).getLast().attributes())
                    .isEqualTo(Map.of("exitCode", "3", "image", "localhost/busybox:1", "name", "web", "tier", "front"));
            assertThat(next.lastActions()).containsExactly(Map.entry("c0ffee", "die"));
        }
    }

    @Test
    void aLineThatWasCutShortHidesNoOther() throws Exception {
        journal.publish(WEB, Action.CREATE);
        Files.writeString(path.resolve("events"), Files.readString(path.resolve("events")) + "17000 {\"Type\":\"cont");
        try (Journal next = new Journal(folder, InstantSource.system())) {
            assertThat(kept(next)).hasSize(1);
        }
    }

    @Test
    void noTwoEventsHaveOneTimeAndTheyAreInOrder() throws Exception {
        Journal still = new Journal(folder, InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")));
        for (int i = 0; i < 100; i++) {
            still.publish(WEB, Action.START);
        }
        List<Instant> times = kept(still).stream().map(Event::time).toList();
        assertThat(times).doesNotHaveDuplicates().isSorted().hasSize(100);
    }

    @Test
    void aSlowListenerMissesNothingThatTheFilesHave() throws Exception {
        Subscription slow = journal.subscribe(EventFilter.ALL, Optional.empty(), Optional.empty());
        int many = 20_000;
        for (int i = 0; i < many; i++) {
            journal.publish(new Subject(EventType.VOLUME, "v" + i, Map.of()), Action.CREATE);
        }
        for (int i = 0; i < many; i++) {
            assertThat(slow.next().orElseThrow().actor()).isEqualTo("v" + i);
        }
    }

    @Test
    void theFilesAreBounded() throws Exception {
        Subject large = new Subject(EventType.VOLUME, "v", Map.of("label", "x".repeat(64 << 10)));
        for (int i = 0; i < 400; i++) {
            journal.publish(large, Action.CREATE);
        }
        assertThat(Files.size(path.resolve("events")) + Files.size(path.resolve("events.1")))
                .isLessThan(9 << 20);
        assertThat(kept(journal)).hasSize(400);
    }

    @Test
    void aThousandStartsAndDiesAreHeardWithinFiveMilliseconds() throws Exception {
        // Of a machine that has other work, the quicker half: who waits for a tick of some clock is slow always.
        Duration limit = Duration.ofMillis(5);
        Duration delay = usualDelay();
        for (int i = 0; i < 20 && delay.compareTo(limit) >= 0; i++) {
            delay = usualDelay();
        }
        assertThat(delay).isLessThan(limit);
    }

    /** Of a thousand starts and a thousand dies, half took no longer than this. */
    private Duration usualDelay() throws InterruptedException {
        Subscription live = journal.subscribe(EventFilter.ALL, Optional.empty(), Optional.empty());
        long[] delays = new long[2000];
        Thread listener = Thread.ofPlatform().start(() -> {
            try {
                for (int i = 0; i < delays.length; i++) {
                    Instant published = live.next().orElseThrow().time();
                    delays[i] = Duration.between(published, Instant.now()).toNanos();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        for (int i = 0; i < delays.length / 2; i++) {
            journal.publish(WEB, Action.START);
            journal.publish(WEB, Action.DIE);
            Thread.sleep(Duration.ofNanos(200_000));
        }
        listener.join();
        Arrays.sort(delays);
        return Duration.ofNanos(delays[delays.length / 2]);
    }

    @Test
    void untilEndsTheWait() throws Exception {
        journal.publish(WEB, Action.START);
        Instant soon = Instant.now().plusSeconds(1);
        Subscription live = journal.subscribe(EventFilter.ALL, Optional.empty(), Optional.of(soon));
        assertThat(all(live)).hasSize(1);
        assertThat(Instant.now()).isAfterOrEqualTo(soon);
    }

    @Test
    void sinceFarAwayIsNoError() throws Exception {
        journal.publish(WEB, Action.START);
        for (Instant since : List.of(Instant.MIN, Instant.MAX, Instant.EPOCH)) {
            all(journal.subscribe(EventFilter.ALL, Optional.of(since), Optional.of(Instant.now())));
        }
    }

    private static boolean fits(Event event, String... filters) {
        Map<String, List<String>> wanted = new HashMap<>();
        for (String filter : filters) {
            String[] pair = filter.split("=", 2);
            wanted.computeIfAbsent(pair[0], _ -> new ArrayList<>()).add(pair[1]);
        }
        return new EventFilter(wanted).fits(event);
    }

    @Test
    void filtersFollowDockersRules() throws Exception {
        journal.publish(WEB, Action.execCreate(List.of("sh", "-c", "date")), Map.of("execID", "e"));
        Event event = kept(journal).getFirst();
        assertThat(fits(event, "type=container", "event=exec_create")).isTrue();
        assertThat(fits(event, "event=exec_create: sh -c date")).isTrue();
        assertThat(fits(event, "event=exec_c")).isFalse();
        assertThat(fits(event, "event=start", "event=exec_create")).isTrue();
        assertThat(fits(event, "container=we")).isTrue();
        assertThat(fits(event, "container=c0f")).isTrue();
        assertThat(fits(event, "container=eb")).isFalse();
        assertThat(fits(event, "image=localhost/busybox")).isTrue();
        assertThat(fits(event, "image=localhost/busybox:1")).isTrue();
        assertThat(fits(event, "image=busybox")).isFalse();
        assertThat(fits(event, "label=tier=front", "label=name")).isTrue();
        assertThat(fits(event, "label=tier=front", "label=absent")).isFalse();
        assertThat(fits(event, "type=image")).isFalse();
        assertThat(fits(event, "scope=swarm")).isFalse();
        assertThat(fits(event, "nonsense=1")).isTrue();
    }

    @Test
    void theJsonIsDockers() throws Exception {
        Journal still = new Journal(folder, InstantSource.fixed(Instant.parse("2026-01-01T00:00:00.5Z")));
        still.publish(WEB, Action.START);
        assertThat(kept(still).getFirst().json())
                .hasToString(
                        "{\"status\":\"start\",\"id\":\"c0ffee\",\"from\":\"localhost/busybox:1\",\"Type\":\"container\","
                                + "\"Action\":\"start\",\"Actor\":{\"ID\":\"c0ffee\",\"Attributes\":{\"image\":\"localhost/busybox:1\","
                                + "\"name\":\"web\",\"tier\":\"front\"}},\"scope\":\"local\",\"time\":1767225600,"
                                + "\"timeNano\":1767225600500000000}");
    }
}
