package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages of transactions that begin in one order and commit in another one, read by who goes on behind a cursor. */
class LateCommitTests extends RunningGateway {

    private static final String PAGE = """
            query ($id: ID!, $after: String) {
              chatSession(id: $id) {
                messages(first: 3, after: $after) {
                  edges { node { content createdAt } } pageInfo { endCursor hasNextPage }
                }
              }
            }""";

    private static final String POST_TWICE = """
            mutation ($a: PostChatMessageInput!, $b: PostChatMessageInput!) {
              a: postChatMessage(input: $a) { message { id } }
              b: postChatMessage(input: $b) { message { id } }
            }""";

    Wire ada;
    String session;

    @BeforeEach
    void talk() {
        ada = Wire.of(port, Traveller.known(port));
        session = start();
    }

    @Test
    void whoBeginsFirstAndPostsLastComesLast() throws SQLException {
        try (Connection slow = Superuser.begin(environment);
                Statement statement = slow.createStatement()) {
            statement.execute("select now()");
            post(session, "quick");
            Reader reader = new Reader(session);
            reader.read();

            statement.execute(insert(session, "slow"));
            slow.commit();
            reader.read();

            assertThat(reader.seen).containsExactly("quick", "slow");
        }
    }

    /** The first holds the session while the second one posts, and gives its message first. */
    @Test
    void nobodyIsSeenBeforeWhoPostedEarlier() throws SQLException {
        Reader reader = new Reader(session);
        try (Connection slow = Superuser.begin(environment);
                Statement statement = slow.createStatement()) {
            statement.execute(insert(session, "first"));
            CompletableFuture<Wire.Answer> second = CompletableFuture.supplyAsync(() -> post(session, "second"));
            Superuser.awaitLocked(environment, 1);
            reader.read();
            assertThat(reader.seen).isEmpty();

            statement.execute(insert(session, "first, continued"));
            slow.commit();
            second.join().at("/postChatMessage/message/id");
        }
        reader.read();

        assertThat(reader.seen).containsExactly("first", "first, continued", "second");
        assertThat(reader.times).isSorted();
    }

    @Test
    void aPlaceThatIsGivenUpHidesNobody() throws SQLException {
        Reader reader = new Reader(session);
        try (Connection slow = Superuser.begin(environment);
                Statement statement = slow.createStatement()) {
            statement.execute(insert(session, "withdrawn"));
            CompletableFuture<Wire.Answer> second = CompletableFuture.supplyAsync(() -> post(session, "second"));
            Superuser.awaitLocked(environment, 1);
            slow.rollback();
            second.join().at("/postChatMessage/message/id");
        }
        reader.read();

        assertThat(reader.seen).containsExactly("second");
    }

    /** Documents and another program write into two sessions; readers go on behind what they have seen. */
    @Test
    void nobodyWhoGoesOnBehindACursorMissesAMessage() {
        String other = start();
        int writers = 6;
        int rounds = 8;
        AtomicInteger running = new AtomicInteger(writers);
        List<Reader> readers = Together.run(writers + 2, worker -> {
            Reader reader = new Reader(worker % 2 == 0 ? session : other);
            if (worker >= writers) {
                while (running.get() > 0) {
                    reader.read();
                }
                reader.read();
                return reader;
            }
            try {
                for (int round = 0; round < rounds; round++) {
                    String text = worker + "-" + round;
                    if (worker == 0) {
                        Superuser.of(environment).sql(insert(session, text)).update();
                        Superuser.of(environment).sql(insert(other, text)).update();
                    } else {
                        document(text, session, other);
                    }
                }
            } finally {
                running.decrementAndGet();
            }
            return reader;
        });

        List<String> sent = IntStream.range(0, writers)
                .boxed()
                .flatMap(worker -> IntStream.range(0, rounds).mapToObj(round -> worker + "-" + round))
                .toList();
        assertThat(readers.subList(writers, writers + 2)).allSatisfy(reader -> {
            assertThat(reader.seen).containsExactlyInAnyOrderElementsOf(sent);
            assertThat(reader.times).isSorted();
        });
    }

    /** Each holds the session that the other one waits for: one is tried again. */
    @Test
    void documentsThatPostInOppositeOrderBothSucceed() {
        String other = start();

        Together.run(2, worker -> {
            for (int round = 0; round < 4; round++) {
                document(worker + "-" + round, worker == 0 ? session : other, worker == 0 ? other : session);
            }
            return worker;
        });

        Reader reader = new Reader(other);
        reader.read();
        assertThat(reader.seen).hasSize(8);
    }

    private void document(String text, String first, String second) {
        ada.send(POST_TWICE, Map.of("a", input(first, text), "b", input(second, text)))
                .at("/b/message/id");
    }

    private String start() {
        return ada.send("mutation { startChatSession(input: {}) { chatSession { id } } }")
                .at("/startChatSession/chatSession/id");
    }

    private Wire.Answer post(String to, String text) {
        return ada.send(
                "mutation ($input: PostChatMessageInput!) { postChatMessage(input: $input) { message { id } } }",
                Map.of("input", input(to, text)));
    }

    private static Map<String, String> input(String to, String text) {
        return Map.of("sessionId", to, "role", "USER", "content", text);
    }

    private static String insert(String to, String text) {
        return "insert into chat_messages (session_id, role, content) values ('%s', 'user', '%s')".formatted(to, text);
    }

    /** Reads on behind the last cursor that it got. */
    private final class Reader {

        private final String of;
        private final List<String> seen = new ArrayList<>();
        private final List<String> times = new ArrayList<>();
        private String after = "null";

        Reader(String of) {
            this.of = of;
        }

        void read() {
            Wire.Answer page;
            do {
                String cursor = after.equals("null") ? "null" : "\"" + after + "\"";
                page = ada.send(PAGE, "{\"id\":\"%s\",\"after\":%s}".formatted(of, cursor));
                seen.addAll(page.each("/chatSession/messages/edges", "/node/content"));
                page.each("/chatSession/messages/edges", "/node/createdAt").stream()
                        .map(LateCommitTests::padded)
                        .forEach(times::add);
                String end = page.at("/chatSession/messages/pageInfo/endCursor");
                after = end.equals("null") ? after : end;
            } while (page.at("/chatSession/messages/pageInfo/hasNextPage").equals("true"));
        }
    }

    /** A moment whose text sorts as the moment does. */
    private static String padded(String moment) {
        Instant instant = Instant.parse(moment);
        return "%d.%09d".formatted(instant.getEpochSecond(), instant.getNano());
    }
}
