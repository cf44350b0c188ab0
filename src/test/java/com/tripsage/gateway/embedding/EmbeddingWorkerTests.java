package com.tripsage.gateway.embedding;

import static com.tripsage.gateway.embedding.provider.EmbeddingService.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.database.Identity;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.embedding.EmbeddingQueue.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The worker that makes vectors in the background: whose turn it is, and what it gives back. */
class EmbeddingWorkerTests extends EmbeddingServiceTest {

    @Autowired
    List<EmbeddingSource> sources;

    @Autowired
    ProviderKeys keys;

    @Autowired
    Transactions transactions;

    @Autowired
    WorkerProperties properties;

    /** Nobody waits behind somebody else's thousands. */
    @Test
    void usersHaveTurns() {
        worker.stop();
        for (Traveller many : List.of(ada, Traveller.known(port))) {
            sql().sql(
                            "insert into memory_embeddings (user_id, content_text) select ?, 'Fact ' || n from generate_series(1, 300) n")
                    .param(many.id())
                    .update();
        }
        List<UUID> few = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Traveller late = Traveller.known(port);
            sql().sql("insert into memory_embeddings (user_id, content_text) values (?, 'The only fact')")
                    .param(late.id())
                    .update();
            few.add(late.id());
        }

        List<Waiting> first = claim();
        List<Waiting> second = claim();

        assertThat(first).hasSize(10).extracting(Waiting::userId).containsAll(few);
        assertThat(first.stream().map(Waiting::userId).filter(ada.id()::equals)).hasSizeBetween(3, 4);
        assertThat(second).hasSize(10).extracting(Waiting::userId).doesNotContainAnyElementsOf(few);
        assertThat(second).doesNotContainAnyElementsOf(first);

        hurry();
        worker.start();
        await().atMost(Duration.ofSeconds(60)).untilAsserted(this::assertNothingWaits);
    }

    /** Also who comes while the worker is at somebody's many, from whichever end of the order of the turns. */
    @Test
    void theNextTurnIsOfWhoComesAfterTheLast() {
        worker.stop();
        List<UUID> users = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Traveller user = Traveller.known(port);
            sql().sql(
                            "insert into memory_embeddings (user_id, content_text) select ?, 'Fact ' || n from generate_series(1, 5) n")
                    .param(user.id())
                    .update();
            users.add(user.id());
        }
        users.sort(java.util.Comparator.comparing(UUID::toString));

        List<Waiting> some = transactions.run(
                Identity.EMBEDDING,
                Access.WRITE,
                Deadline.after(Duration.ofSeconds(10)),
                work -> queue.claim(users.get(7), 3));
        List<Waiting> none = transactions.run(
                Identity.EMBEDDING,
                Access.WRITE,
                Deadline.after(Duration.ofSeconds(10)),
                work -> queue.claim(users.get(11), 3));

        assertThat(some).extracting(Waiting::userId).containsExactlyInAnyOrderElementsOf(users.subList(8, 11));
        assertThat(none).isEmpty();
        hurry();
        worker.start();
        await().atMost(Duration.ofSeconds(60)).untilAsserted(this::assertNothingWaits);
    }

    @Test
    void workersShareTheWork() {
        worker.stop();
        CountDownLatch both = new CountDownLatch(2);
        SERVICE.answers((exchange, request) -> {
            both.countDown();
            pass(both);
            SERVICE.vectors(exchange, request);
        });
        sql().sql("""
                insert into memory_embeddings (user_id, content_text)
                select ?, 'Fact ' || n from generate_series(1, 100) n
                """).param(ada.id()).update();

        worker.start();
        var another = new EmbeddingWorker(
                queue, sources, provider, keys, transactions, properties, new OperationLoad(meters), true);
        another.start();
        try {
            await().atMost(Duration.ofSeconds(30)).untilAsserted(this::assertNothingWaits);
        } finally {
            another.stop();
        }

        assertThat(both.getCount()).isZero();
        List<String> texts = new ArrayList<>();
        SERVICE.calls().forEach(call -> call.body().get("input").forEach(text -> texts.add(text.stringValue())));
        // A call that the busy machine let run into its timeout is sent again.
        assertThat(texts.stream().distinct()).hasSize(100);
    }

    @Test
    void whatAWorkerHasTakenAndNotFinishedIsDueAgain() {
        worker.stop();
        SERVICE.answers(status(503));
        String id = add(ada, "Likes aisle seats").at("/addMemory/memory/id");

        List<Waiting> taken = claim();

        assertThat(taken).containsExactly(new Waiting("memory", UUID.fromString(id), ada.id()));
        assertThat(claim()).isEmpty();
        assertThat(sql().sql(
                                "select due_at > now() and due_at <= now() + interval '1 minute' from gateway.embedding_queue where id = ?::uuid")
                        .param(id)
                        .query(Boolean.class)
                        .single())
                .isTrue();
        sql().sql("update gateway.embedding_queue set due_at = due_at - interval '1 minute'")
                .update();
        assertThat(claim()).hasSize(1);

        SERVICE.works();
        worker.start();
        awaitVector(id);
    }

    @Test
    void givesBackWhatItCouldNotEmbed() {
        SERVICE.answers(status(503));
        String id = add(ada, "Likes aisle seats").at("/addMemory/memory/id");

        hurry();

        await().untilAsserted(() -> assertThat(
                        sql().sql("""
                        select due_at - now() between interval '1 s' and interval '10 s' and attempts between 1 and 2
                          from gateway.embedding_queue
                         where id = ?::uuid
                        """).param(id).query(Boolean.class).single())
                .isTrue());
    }

    private List<Waiting> claim() {
        return transactions.run(
                Identity.EMBEDDING,
                Access.WRITE,
                Deadline.after(Duration.ofSeconds(10)),
                work -> queue.claim(new UUID(0, 0), 10));
    }
}
