package com.tripsage.gateway.asset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.Party;
import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.Together;
import com.tripsage.gateway.Wire;
import com.tripsage.gateway.asset.store.AssetStore;
import com.tripsage.gateway.fernet.KeyRing;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

class AssetTests extends RunningGateway {

    private static final byte[] PDF = "%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n".getBytes(UTF_8);
    private static final byte[] HTML =
            "<!doctype html><html><body><script>alert(1)</script></body></html>".getBytes(UTF_8);

    /** Of one pixel. */
    private static final byte[] GIF =
            Base64.getDecoder().decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

    @Autowired
    AssetStore store;

    @Autowired
    KeyRing keys;

    @Autowired
    AssetWorker worker;

    private Party party;
    private Sender owner;
    private Sender editor;
    private Sender viewer;
    private Sender stranger;

    @BeforeEach
    void arrive() {
        party = Party.around(port, "Oslo");
        owner = new Sender(port, party.owner());
        editor = new Sender(port, party.editor());
        viewer = new Sender(port, party.viewer());
        stranger = new Sender(port, party.stranger());
    }

    @Test
    void isAddedByOwnerAndEditorsAndReadByAllMembers() throws Exception {
        String id = owner.add(party.trip(), "ตั๋วเครื่องบิน.pdf", "application/pdf", PDF);
        String other = editor.add(party.trip(), "b.pdf", "application/pdf", PDF);
        viewer.create(party.trip(), "c.pdf", "application/pdf", PDF).isRefused("FORBIDDEN");
        stranger.create(party.trip(), "d.pdf", "application/pdf", PDF).isRefused("NOT_FOUND");

        Wire.Answer trip = viewer.wire().send("""
                query ($id: ID!) { trip(id: $id) { assets { id name contentType size sha256 url } } }
                """, Map.of("id", party.trip()));
        assertThat(trip.each("/trip/assets", "/id")).containsExactly(id, other);
        assertThat(trip.at("/trip/assets/0/name")).isEqualTo("ตั๋วเครื่องบิน.pdf");
        assertThat(trip.at("/trip/assets/0/sha256")).isEqualTo(Sender.sha256(PDF));
        HttpResponse<byte[]> read = viewer.get(trip.at("/trip/assets/0/url"));
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.body()).isEqualTo(PDF);
        assertThat(stranger.wire()
                        .send("query ($id: ID!) { node(id: $id) { id } }", Map.of("id", id))
                        .at("/node"))
                .isEqualTo("null");
    }

    @Test
    void isRemovedByOwnerAndEditorsOnly() throws Exception {
        String id = owner.add(party.trip(), "a.pdf", "application/pdf", PDF);
        String url = viewer.url(id);

        viewer.wire().send(Sender.REMOVE, Map.of("id", id)).isRefused("FORBIDDEN");
        stranger.wire().send(Sender.REMOVE, Map.of("id", id)).isRefused("NOT_FOUND");
        assertThat(editor.wire().send(Sender.REMOVE, Map.of("id", id)).at("/removeAsset/trip/id"))
                .isEqualTo(party.trip().toString());
        owner.wire().send(Sender.REMOVE, Map.of("id", id)).isRefused("NOT_FOUND");

        assertThat(viewer.get(url).statusCode()).isEqualTo(404);
        worker.remove();
        assertThat(files(id)).isEmpty();
    }

    @Test
    void tellsWhatItIsAndRunsNothing() throws Exception {
        String id = owner.add(party.trip(), "แผน \"1\".html", "text/html", HTML);

        HttpResponse<byte[]> read = owner.get(owner.url(id));

        assertThat(read.body()).isEqualTo(HTML);
        assertThat(header(read, "Content-Type")).isEqualTo("text/html");
        assertThat(header(read, "Content-Disposition"))
                .startsWith("attachment")
                .contains("filename*=UTF-8''%E0%B9%81%E0%B8%9C%E0%B8%99%20%221%22.html");
        assertThat(header(read, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(read, "Content-Security-Policy")).isEqualTo("sandbox; default-src 'none'");
        assertThat(header(read, "Cache-Control")).isEqualTo("private, no-cache");
        assertThat(header(read, "Accept-Ranges")).isEqualTo("bytes");
    }

    @Test
    void isShownWhereNothingRuns() throws Exception {
        String id = owner.add(party.trip(), "a.txt", "text/plain", "Hello".getBytes(UTF_8));

        assertThat(header(owner.get(owner.url(id)), "Content-Disposition")).startsWith("inline");
    }

    @Test
    void isReadInParts() throws Exception {
        byte[] text = "0123456789".getBytes(UTF_8);
        String url = owner.url(owner.add(party.trip(), "a.txt", "text/plain", text));

        HttpResponse<byte[]> part = owner.get(url, "Range", "bytes=2-4");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).asString(UTF_8).isEqualTo("234");
        assertThat(header(part, "Content-Range")).isEqualTo("bytes 2-4/10");
        assertThat(owner.get(url, "Range", "bytes=-3").body()).asString(UTF_8).isEqualTo("789");
        assertThat(owner.get(url, "Range", "bytes=7-").body()).asString(UTF_8).isEqualTo("789");
        assertThat(owner.get(url, "Range", "bytes=8-99").body()).asString(UTF_8).isEqualTo("89");
        assertThat(owner.get(url, "Range", "bytes=0-1,4-5").statusCode()).isEqualTo(200);
        assertThat(owner.get(url, "Range", "lines=1").statusCode()).isEqualTo(200);
        HttpResponse<byte[]> beyond = owner.get(url, "Range", "bytes=10-");
        assertThat(beyond.statusCode()).isEqualTo(416);
        assertThat(header(beyond, "Content-Range")).isEqualTo("bytes */10");

        String tag = requireNonNull(header(part, "ETag"));
        assertThat(owner.get(url, "If-None-Match", tag).statusCode()).isEqualTo(304);
        assertThat(owner.get(url, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
        assertThat(owner.get(url, "Range", "bytes=2-4", "If-Range", tag).statusCode())
                .isEqualTo(206);
        assertThat(owner.get(url, "Range", "bytes=2-4", "If-Range", "\"other\"").statusCode())
                .isEqualTo(200);
        HttpResponse<byte[]> head = owner.send(url, "HEAD");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(header(head, "Content-Length")).isEqualTo("10");
        assertThat(head.body()).isEmpty();
        assertThat(owner.send(url, "DELETE").statusCode()).isEqualTo(405);
    }

    @Test
    void itsUrlCountsForItsUserAndItsTimeOnly() throws Exception {
        String id = owner.add(party.trip(), "a.pdf", "application/pdf", PDF);
        String other = owner.add(party.trip(), "b.pdf", "application/pdf", PDF);
        String url = viewer.url(id);
        assertThat(viewer.get(url).statusCode()).isEqualTo(200);

        for (int at = url.indexOf('=') + 1; at < url.length(); at++) {
            char changed = url.charAt(at) == 'A' ? 'B' : 'A';
            String tampered = url.substring(0, at) + changed + url.substring(at + 1);
            assertThat(viewer.get(tampered).statusCode()).as(tampered).isEqualTo(403);
        }
        assertThat(viewer.get(url.replace(id, other)).statusCode()).isEqualTo(403);
        assertThat(viewer.get(url.substring(0, url.indexOf('?'))).statusCode()).isEqualTo(403);
        assertThat(viewer.put(url, PDF).statusCode()).isEqualTo(403);

        party.owner()
                .execute(
                        "mutation ($input: UnshareTripInput!) { unshareTrip(input: $input) { trip { id } } }",
                        Map.of(
                                "input",
                                Map.of(
                                        "tripId",
                                        party.trip(),
                                        "userId",
                                        party.viewer().id())))
                .path("unshareTrip.trip.id")
                .hasValue();
        assertThat(viewer.get(url).statusCode()).isEqualTo(404);
        assertThat(viewer.send(url, "HEAD").statusCode()).isEqualTo(404);
        assertThat(editor.get(editor.url(id)).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "owner, 60, 200",
        "editor, 60, 200",
        "viewer, 60, 200",
        "stranger, 60, 404",
        "owner, 0, 403",
        "viewer, -1, 403",
        "stranger, -1, 403"
    })
    void itsUrlIsNoMoreThanItsUserMayDoInItsTime(String who, int seconds, int status) throws Exception {
        String id = owner.add(party.trip(), "a.gif", "image/gif", GIF);
        UUID user = Map.of("owner", party.owner(), "editor", party.editor(), "viewer", party.viewer())
                .getOrDefault(who, party.stranger())
                .id();

        for (Signature.Action action : List.of(Signature.Action.READ, Signature.Action.READ_THUMBNAIL)) {
            String signature = new Signature(
                            action, UUID.fromString(id), user, Instant.now().plusSeconds(seconds))
                    .sign(keys);
            String url = "/assets/" + id + "?signature=" + signature;
            assertThat(viewer.get(url).statusCode()).as(action.name()).isEqualTo(status);
            assertThat(viewer.send(url, "HEAD").statusCode()).isEqualTo(status);
            assertThat(viewer.put(url, GIF).statusCode()).isEqualTo(403);
        }
        String toWrite = new Signature(
                        Signature.Action.WRITE,
                        UUID.fromString(id),
                        user,
                        Instant.now().plusSeconds(seconds))
                .sign(keys);
        assertThat(viewer.get("/assets/" + id + "?signature=" + toWrite).statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 3601, Integer.MAX_VALUE})
    void itsUrlLastsForAShortTime(int seconds) throws Exception {
        String id = owner.add(party.trip(), "a.pdf", "application/pdf", PDF);

        Wire.Answer answer = owner.wire()
                .send(
                        "query ($id: ID!, $time: Int!) { node(id: $id) { ... on Asset { url(expiresIn: $time) } } }",
                        Map.of("id", id, "time", seconds));
        assertThat(answer.codes()).containsExactly("BAD_USER_INPUT");
    }

    @Test
    void isWhatWasSaid() throws Exception {
        Wire.Answer upload = owner.create(party.trip(), "a.pdf", "application/pdf", PDF);
        String id = upload.at("/createUpload/upload/id");
        String url = upload.at("/createUpload/upload/url");
        byte[] more = (new String(PDF, UTF_8) + "more").getBytes(UTF_8);
        byte[] others = new String(PDF, UTF_8).replace("1.7", "1.6").getBytes(UTF_8);

        owner.complete(id).blames("id");
        assertThat(owner.put(url, new byte[0]).statusCode()).isEqualTo(400);
        assertThat(owner.put(url, more).statusCode()).isEqualTo(413);
        assertThat(owner.put(url, withoutLength(more)).statusCode()).isEqualTo(413);
        assertThat(owner.put(url, withoutLength("%PDF".getBytes(UTF_8))).statusCode())
                .isEqualTo(400);
        assertThat(owner.put(url, others).statusCode()).isEqualTo(400);
        assertThat(files(id)).isEmpty();
        owner.complete(id).blames("id");

        assertThat(owner.put(url, PDF).statusCode()).isEqualTo(204);
        assertThat(owner.put(url, withoutLength(PDF)).statusCode()).isEqualTo(204);
        assertThat(owner.complete(id).at("/completeUpload/asset/size")).isEqualTo("" + PDF.length);
    }

    @ParameterizedTest
    @CsvSource({"image/png", "image/jpeg", "text/html", "image/svg+xml", "application/zip"})
    void isOfTheTypeThatWasSaid(String said) throws Exception {
        Wire.Answer upload = owner.create(party.trip(), "a.png", said, PDF);
        owner.put(upload.at("/createUpload/upload/url"), PDF);

        owner.complete(upload.at("/createUpload/upload/id")).blames("id");
    }

    @Test
    void isOfItsOwnTypeWhereNoneWasSaid() throws Exception {
        Wire.Answer upload = owner.create(party.trip(), "a", "application/octet-stream", PDF);
        owner.put(upload.at("/createUpload/upload/url"), PDF);

        assertThat(owner.complete(upload.at("/createUpload/upload/id")).at("/completeUpload/asset/contentType"))
                .isEqualTo("application/pdf");
    }

    @Test
    void isCompletedOnceHoweverOften() throws Exception {
        Wire.Answer upload = owner.create(party.trip(), "a.pdf", "application/pdf", PDF);
        String id = upload.at("/createUpload/upload/id");
        owner.put(upload.at("/createUpload/upload/url"), PDF);

        List<Wire.Answer> answers = Together.run(8, _ -> owner.complete(id));

        assertThat(answers)
                .allMatch(answer -> answer.at("/completeUpload/asset/id").equals(id));
        assertThat(owner.complete(id).at("/completeUpload/asset/id")).isEqualTo(id);
        editor.complete(id).at("/completeUpload/asset/id");
        worker.remove();
        assertThat(files(id)).hasSize(1);
        assertThat(owner.put(upload.at("/createUpload/upload/url"), PDF).statusCode())
                .isEqualTo(404);
        assertThat(events()).containsOnlyOnce("ASSET_ADDED");
    }

    @Test
    void anUploadIsOfWhoHasBegunIt() {
        String id = owner.create(party.trip(), "a.pdf", "application/pdf", PDF).at("/createUpload/upload/id");

        editor.complete(id).isRefused("NOT_FOUND");
        stranger.complete(UUID.randomUUID().toString()).isRefused("NOT_FOUND");
    }

    @Test
    void anUploadEndsWithTheTripAndWithTheMembership() throws Exception {
        Wire.Answer ofEditor = editor.create(party.trip(), "a.pdf", "application/pdf", PDF);
        Wire.Answer ofOwner = owner.create(party.trip(), "b.pdf", "application/pdf", PDF);
        editor.put(ofEditor.at("/createUpload/upload/url"), PDF);
        sql("delete from trip_members where user_id = ?", party.editor().id());

        assertThat(editor.put(ofEditor.at("/createUpload/upload/url"), PDF).statusCode())
                .isEqualTo(404);
        editor.complete(ofEditor.at("/createUpload/upload/id")).isRefused("NOT_FOUND");

        sql("delete from trips where id = ?", party.trip());
        assertThat(owner.put(ofOwner.at("/createUpload/upload/url"), PDF).statusCode())
                .isEqualTo(404);
        owner.complete(ofOwner.at("/createUpload/upload/id")).isRefused("NOT_FOUND");
        worker.remove();
        assertThat(files(ofEditor.at("/createUpload/upload/id"))).isEmpty();
    }

    @Test
    void anUploadIsForgottenAfterAnHour() throws Exception {
        Wire.Answer upload = owner.create(party.trip(), "a.pdf", "application/pdf", PDF);
        String id = upload.at("/createUpload/upload/id");
        owner.put(upload.at("/createUpload/upload/url"), PDF);
        sql("update asset_uploads set expires_at = now() where id = ?", UUID.fromString(id));

        assertThat(owner.put(upload.at("/createUpload/upload/url"), PDF).statusCode())
                .isEqualTo(404);
        owner.complete(id).isRefused("NOT_FOUND");
        worker.round();
        assertThat(files(id)).isEmpty();
    }

    @Test
    void atMostOneHundredUploadsAreUnderWay() {
        sql("""
                insert into asset_uploads (user_id, name, content_type, size, sha256)
                select ?, 'a', 'text/plain', 1, sha256('a') from generate_series(1, 99)
                """, party.owner().id());

        owner.create(party.trip(), "a.pdf", "application/pdf", PDF).at("/createUpload/upload/id");
        owner.create(party.trip(), "a.pdf", "application/pdf", PDF).blames("input");
        editor.create(party.trip(), "a.pdf", "application/pdf", PDF).at("/createUpload/upload/id");
    }

    @Test
    void sizesAreLimited() {
        Map<String, Object> input = new HashMap<>(
                Map.of("name", "a", "contentType", "text/plain", "sha256", "0".repeat(64), "size", 100 << 20));
        owner.create(party.trip(), input).at("/createUpload/upload/id");
        for (int size : new int[] {0, -1, (100 << 20) + 1, Integer.MAX_VALUE}) {
            input.put("size", size);
            owner.create(party.trip(), input).blames("input.size");
        }
        input.put("size", 100 << 20);
        sql("""
                insert into asset_uploads (user_id, trip_id, name, content_type, size, sha256)
                select ?, ?, 'a', 'text/plain', 100 << 20, sha256('a') from generate_series(1, 19)
                """, party.editor().id(), party.trip());
        editor.create(party.trip(), input).blames("input.size");
        UUID another = party.owner().createTrip("Bergen");
        sql("""
                insert into asset_uploads (user_id, trip_id, name, content_type, size, sha256)
                select ?, ?, 'a', 'text/plain', 2147483647, sha256('a') from generate_series(1, 4)
                """, party.owner().id(), another);
        owner.create(null, input).blames("input.size");
        editor.create(null, input).at("/createUpload/upload/id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a/b",
                "a\\b",
                "../a",
                "a\u0000b",
                "a\nb",
                "a\u007fb",
                "a\u202egnp.exe",
                "a\u2028b",
                "long"
            })
    void namesAreNames(String name) {
        String given = name.equals("long") ? "x".repeat(10_000) : name;
        Wire.Answer answer = owner.create(party.trip(), given, "text/plain", PDF);

        if (name.contains("\u0000")) {
            answer.isRefused("BAD_USER_INPUT");
        } else {
            answer.blames("input.name");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "pdf", "Image/PNG", "text/plain; charset=x", "a/b/c", "a/b\r\nX: y"})
    void typesAreTypes(String type) {
        owner.create(party.trip(), "a", type, PDF).blames("input.contentType");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "zz", "ABC"})
    void hashesAreHashes(String hash) {
        owner.create(party.trip(), Map.of("name", "a", "contentType", "text/plain", "size", 1, "sha256", hash))
                .blames("input.sha256");
    }

    @Test
    void aPictureOfAUserIsSeenByWhoSharesATrip() throws Exception {
        String secret = owner.add(null, "passport.pdf", "application/pdf", PDF);
        Wire.Answer upload = owner.create(
                null,
                Map.of(
                        "name",
                        "me.gif",
                        "contentType",
                        "image/gif",
                        "size",
                        GIF.length,
                        "sha256",
                        Sender.sha256(GIF),
                        "isPicture",
                        true));
        owner.put(upload.at("/createUpload/upload/url"), GIF);
        String picture = owner.complete(upload.at("/createUpload/upload/id")).at("/completeUpload/asset/id");

        Wire.Answer seen = viewer.wire().send("""
                query ($id: ID!) { trip(id: $id) { owner { assets { id } pictureAsset { id url trip { id } } } } }
                """, Map.of("id", party.trip()));
        assertThat(seen.at("/trip/owner/pictureAsset/id")).isEqualTo(picture);
        assertThat(seen.at("/trip/owner/pictureAsset/trip")).isEqualTo("null");
        assertThat(seen.at("/trip/owner/assets")).isEqualTo("null");
        assertThat(viewer.get(seen.at("/trip/owner/pictureAsset/url")).body()).isEqualTo(GIF);
        assertThat(owner.wire().send("{ viewer { assets { id } } }").each("/viewer/assets", "/id"))
                .containsExactly(secret, picture);
        for (String id : List.of(secret, picture)) {
            assertThat(stranger.wire()
                            .send("query ($id: ID!) { node(id: $id) { id } }", Map.of("id", id))
                            .at("/node"))
                    .isEqualTo("null");
            viewer.wire().send(Sender.REMOVE, Map.of("id", id)).isRefused("NOT_FOUND");
        }
        owner.create(
                        party.trip(),
                        Map.of(
                                "name",
                                "a",
                                "contentType",
                                "image/gif",
                                "size",
                                1,
                                "sha256",
                                "0".repeat(64),
                                "isPicture",
                                true))
                .blames("input.isPicture");
        assertThat(owner.wire().send(Sender.REMOVE, Map.of("id", picture)).at("/removeAsset/trip"))
                .isEqualTo("null");
    }

    @Test
    void tellsItsEvents() throws Exception {
        String id = owner.add(party.trip(), "a.pdf", "application/pdf", PDF);
        sql("update assets set name = 'b.pdf' where id = ?", UUID.fromString(id));
        owner.wire().send(Sender.REMOVE, Map.of("id", id)).at("/removeAsset/deletedId");

        assertThat(events()).containsSubsequence("ASSET_ADDED", "ASSET_UPDATED", "ASSET_REMOVED");
    }

    @Test
    void bytesOfADeletedTripAreKeptForAWhile() throws Exception {
        String id = owner.add(party.trip(), "a.pdf", "application/pdf", PDF);
        worker.remove();
        sql("delete from trips where id = ?", party.trip());

        worker.remove();
        assertThat(files(id)).hasSize(1);
        sql(
                "update gateway.asset_removals set removed_at = now() - interval '8 days' where id = ?",
                UUID.fromString(id));
        worker.remove();
        assertThat(files(id)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bytesOfAnErasedUserGoAtOnce(boolean byTheUser) throws Exception {
        String ofTrip = owner.add(party.trip(), "a.pdf", "application/pdf", PDF);
        String ofProfile = owner.add(null, "b.pdf", "application/pdf", PDF);
        UUID deleted = party.owner().createTrip("Bergen");
        String ofDeleted = owner.add(deleted, "c.pdf", "application/pdf", PDF);
        String underWay = owner.create(null, "d.pdf", "application/pdf", PDF).at("/createUpload/upload/id");
        sql("delete from trips where id = ?", deleted);

        if (byTheUser) {
            owner.wire().send("""
                    mutation ($id: String!) { eraseAccount(input: { confirm: $id, otherSharedTrips: DELETE }) { isComplete } }
                    """, Map.of("id", party.owner().id())).at("/eraseAccount/isComplete");
        } else {
            sql("delete from users where id = ?", party.owner().id());
        }
        worker.remove();

        for (String id : List.of(ofTrip, ofProfile, ofDeleted, underWay)) {
            assertThat(files(id)).isEmpty();
            assertThat(superuser()
                            .sql("select count(*) from gateway.asset_removals where id = ?")
                            .param(UUID.fromString(id))
                            .query(Integer.class)
                            .single())
                    .isZero();
        }
    }

    @Test
    void rowsAndBytesAreCompared() throws Exception {
        String id = owner.add(party.trip(), "a.pdf", "application/pdf", PDF);
        Path file = files(id).stream()
                .filter(path -> path.toString().contains("/assets/"))
                .findFirst()
                .orElseThrow();
        Path aside = file.resolveSibling("aside");
        UUID unknown = UUID.randomUUID();
        var key = new com.tripsage.gateway.asset.store.Key(com.tripsage.gateway.asset.store.Area.ASSETS, unknown);
        store.write(key, new ByteArrayInputStream(PDF), PDF.length);
        String isMissing = "query ($id: ID!) { node(id: $id) { ... on Asset { isMissing url version } } }";

        Files.move(file, aside);
        worker.compare();
        Wire.Answer missing = owner.wire().send(isMissing, Map.of("id", id));
        assertThat(missing.at("/node")).isEqualTo("{\"isMissing\":true,\"url\":null,\"version\":1}");
        assertThat(owner.get(owner.create(null, "x", "text/plain", PDF).at("/createUpload/upload/url"))
                        .statusCode())
                .isEqualTo(403);

        Files.move(aside, file);
        worker.compare();
        assertThat(owner.wire().send(isMissing, Map.of("id", id)).at("/node/isMissing"))
                .isEqualTo("false");
        worker.remove();
        assertThat(store.find(key)).isPresent();
        sql("update gateway.asset_removals set removed_at = now() - interval '8 days' where id = ?", unknown);
        worker.remove();
        assertThat(store.find(key)).isEmpty();
    }

    private List<String> events() {
        return viewer.wire()
                .send(
                        "query ($id: ID!) { tripEventLog(tripId: $id, first: 100) { events { kind } } }",
                        Map.of("id", party.trip()))
                .each("/tripEventLog/events", "/kind");
    }

    private List<Path> files(String id) throws Exception {
        return StoreFolder.of(environment).files(id);
    }

    private static HttpRequest.BodyPublisher withoutLength(byte[] bytes) {
        return HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes));
    }

    private static @Nullable String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse(null);
    }

    private void sql(String statement, Object... values) {
        superuser().sql(statement).params(values).update();
    }
}
