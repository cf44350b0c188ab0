package com.tripsage.gateway.asset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.tripsage.gateway.GatewayProcess;
import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.Superuser;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A gateway that is killed within every step of uploads and removals, and what another one makes of what it has left. */
class KilledGatewayTests extends RunningGateway {

    private static final byte[] TEXT = "What is sent, whoever is killed in between".getBytes(UTF_8);

    @Autowired
    AssetWorker worker;

    private Sender ada;
    private UUID trip;
    private StoreFolder folder;
    private final List<Socket> sending = new ArrayList<>();
    private final List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();

    @BeforeEach
    void begin() {
        ada = new Sender(port, Traveller.known(port));
        trip = ada.traveller().createTrip("Oslo");
        folder = StoreFolder.of(environment);
        // What is to be removed is removed by the gateway that is to be killed.
        worker.stop();
    }

    @AfterEach
    void end() throws Exception {
        worker.start();
        for (Socket socket : sending) {
            socket.close();
        }
    }

    @Test
    void leavesNoBytesWithoutARowAndNoRowWithoutBytes() throws Exception {
        String kept = ada.add(trip, "kept.txt", "text/plain", TEXT);
        String removed = inADeletedTrip();
        List<Left> uploads;
        try (Connection locks = Superuser.begin(environment)) {
            // The note of a removal, behind the removal of the bytes.
            lock(locks, "select from gateway.asset_removals where id = ?::uuid for key share", removed);
            sql("update gateway.asset_removals set removed_at = now() - interval '8 days' where id = ?::uuid", removed);
            lock(locks, "select from assets where id = ?::uuid for update", kept);
            try (GatewayProcess other =
                    GatewayProcess.started("assets", environment.getRequiredProperty("test.database"))) {
                await().until(() -> folder.files(removed).isEmpty());
                Sender client = new Sender(other.port(), ada.traveller());
                uploads = twoAtEachStep(client, locks);
                answers.add(
                        client.wire().sendAsync("mutation { removeAsset(id: \"%s\") { deletedId } }".formatted(kept)));
                await().until(() -> isWaiting("delete from public.assets"));
                other.kill();
                assertThat(rows(removed)).isEqualTo(1);
            }
            locks.rollback();
        }
        assertThat(answers).hasSize(3);
        await().until(() -> answers.stream().allMatch(CompletableFuture::isCompletedExceptionally));

        for (Left upload : uploads) {
            if (upload.goesOn) {
                assertThat(ada.put(upload.url, TEXT).statusCode()).isEqualTo(204);
                assertThat(ada.complete(upload.id).at("/completeUpload/asset/id"))
                        .isEqualTo(upload.id);
            } else {
                sql("update asset_uploads set expires_at = now() where id = ?::uuid", upload.id);
            }
        }
        for (Path file : folder.unfinished()) {
            Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        }
        worker.round();
        worker.compare();

        for (Left upload : uploads) {
            assertThat(folder.files(upload.id)).as(upload.toString()).hasSize(upload.goesOn ? 1 : 0);
            assertThat(rows(upload.id)).as(upload.toString()).isEqualTo(upload.goesOn ? 1 : 0);
        }
        assertThat(folder.unfinished()).isEmpty();
        assertThat(rows(removed)).isZero();
        assertThat(rows(kept)).isEqualTo(1);
        List<String> readable = Stream.concat(
                        Stream.of(kept), uploads.stream().filter(Left::goesOn).map(Left::id))
                .toList();
        for (String id : readable) {
            assertThat(ada.get(ada.url(id)).body()).isEqualTo(TEXT);
        }
    }

    /** How far an upload has come. */
    private enum Step {
        BEGUN,
        PARTLY_SENT,
        SENT,
        COPIED
    }

    /** An upload whose gateway was killed, and whether its client goes on. */
    private record Left(Step last, String id, String url, boolean goesOn) {}

    private List<Left> twoAtEachStep(Sender client, Connection locks) throws Exception {
        List<Left> uploads = new ArrayList<>();
        for (Step last : Step.values()) {
            for (boolean goesOn : new boolean[] {true, false}) {
                Wire.Answer begun = client.create(trip, "a.txt", "text/plain", TEXT);
                var upload = new Left(
                        last, begun.at("/createUpload/upload/id"), begun.at("/createUpload/upload/url"), goesOn);
                goTo(upload, client, locks);
                uploads.add(upload);
            }
        }
        return uploads;
    }

    private void goTo(Left upload, Sender client, Connection locks) throws Exception {
        if (upload.last == Step.PARTLY_SENT) {
            int before = folder.unfinished().size();
            sending.add(client.putPartly(upload.url, TEXT.length, "What is".getBytes(UTF_8)));
            await().until(() -> folder.unfinished().size() > before);
        }
        if (upload.last.compareTo(Step.SENT) >= 0) {
            assertThat(client.put(upload.url, TEXT).statusCode()).isEqualTo(204);
        }
        if (upload.last == Step.COPIED) {
            // The row of the asset can't be made yet; its bytes can.
            lock(locks, "select from asset_uploads where id = ?::uuid for update", upload.id);
            answers.add(client.wire()
                    .sendAsync("mutation { completeUpload(id: \"%s\") { asset { id } } }".formatted(upload.id)));
            await().until(() -> folder.files(upload.id).size() == 2);
        }
    }

    private String inADeletedTrip() throws Exception {
        UUID deleted = ada.traveller().createTrip("Bergen");
        String id = ada.add(deleted, "a.txt", "text/plain", TEXT);
        sql("delete from trips where id = ?", deleted);
        return id;
    }

    private static void lock(Connection transaction, String statement, String id) throws Exception {
        try (var lock = transaction.prepareStatement(statement)) {
            lock.setString(1, id);
            assertThat(lock.executeQuery().next()).isTrue();
        }
    }

    private boolean isWaiting(String statement) {
        return superuser()
                .sql("select exists (select from pg_stat_activity where wait_event_type = 'Lock' and query like ?)")
                .param("%" + statement + "%")
                .query(Boolean.class)
                .single();
    }

    /** Of all tables that know of bytes. */
    private int rows(String id) {
        return superuser().sql("""
                        select (select count(*) from assets where id = n.id)
                             + (select count(*) from asset_uploads where id = n.id)
                             + (select count(*) from gateway.asset_removals where id = n.id)
                          from (select ?::uuid) n (id)
                        """).param(id).query(Integer.class).single();
    }

    private void sql(String statement, Object... values) {
        superuser().sql(statement).params(values).update();
    }
}
