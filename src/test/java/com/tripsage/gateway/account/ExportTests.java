package com.tripsage.gateway.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.Party;
import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.Superuser;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import com.tripsage.gateway.http.RawConnection;
import com.tripsage.gateway.security.Tokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ExportTests extends RunningGateway {

    /** What only functions read, and holds nothing that another table does not. What was appended to a message is exported with it. */
    private static final Set<String> NOT_EXPORTED = Set.of("email_holders", "asset_uploads", "chat_message_increments");

    @Test
    void hasWhatIsTheCallersAndNothingElse() throws Exception {
        Party party = Party.around(
                port,
                Map.of(
                        "title",
                        "Lisbon \"\\ \n – 里",
                        "budget",
                        Map.of("amount", 12.5, "currency", "EUR"),
                        "flights",
                        List.of(Map.of("airline", "TP", "rawData", Map.of("a", 1))),
                        "accommodations",
                        List.of(Map.of("name", "Studio", "coordinates", Map.of("latitude", 38.7, "longitude", -9.1))),
                        "bookings",
                        List.of(Map.of("kind", "TRAIN", "from", Map.of("code", "94-31039")))));
        UUID foreign = party.editor().createTrip("Editor's own");
        party.editor().share(foreign, party.owner(), "VIEWER");
        remember(party.owner(), "Likes windows");
        remember(party.editor(), "Likes nothing");

        List<JsonNode> lines = lines(export(party.owner(), ""));

        assertThat(lines.getFirst().path("__typename").stringValue()).isEqualTo("Export");
        assertThat(fields(lines, "Trip", "title")).containsExactly("Lisbon \"\\ \n – 里");
        JsonNode trip = only(lines, "Trip");
        assertThat(trip.path("ownerId").stringValue())
                .isEqualTo(party.owner().id().toString());
        assertThat(trip.path("budget").toString()).isEqualTo("{\"amount\":12.50,\"currency\":\"EUR\"}");
        assertThat(trip.path("status").stringValue()).isEqualTo("PLANNING");
        assertThat(trip.path("createdAt").stringValue()).endsWith("Z");
        assertThat(only(lines, "Flight").path("rawData").toString()).isEqualTo("{\"a\":1}");
        assertThat(only(lines, "Accommodation").path("coordinates").toString())
                .isEqualTo("{\"latitude\":38.7,\"longitude\":-9.1}");
        assertThat(fields(lines, "Booking", "kind")).containsExactly("TRAIN");
        assertThat(fields(lines, "Booking", "fromCode")).containsExactly("94-31039");
        assertThat(fields(lines, "TripMember", "userId"))
                .containsExactlyInAnyOrder(
                        party.owner().id().toString(),
                        party.editor().id().toString(),
                        party.viewer().id().toString());
        assertThat(fields(lines, "Memory", "text")).containsExactly("Likes windows");
        assertThat(fields(lines, "User", "email")).containsExactly(party.owner().email());
        assertThat(lines.toString()).doesNotContain("Editor's own", "Likes nothing", "embeddingCode");
    }

    @Test
    void endsWithItsCounts() throws Exception {
        Traveller ada = Traveller.known(port);
        ada.createTrip("Oslo");
        ada.createTrip("Bergen");

        List<JsonNode> lines = lines(export(ada, ""));

        JsonNode counts = lines.getLast().path("counts");
        assertThat(lines.getLast().path("__typename").stringValue()).isEqualTo("ExportEnd");
        assertThat(counts.path("Trip").intValue()).isEqualTo(2);
        assertThat(counts.values().stream().mapToInt(JsonNode::intValue).sum()).isEqualTo(lines.size() - 2);
    }

    @Test
    void hasVectorsOnlyWhenAsked() throws Exception {
        Traveller ada = Traveller.known(port);
        remember(ada, "Likes windows");
        superuser()
                .sql("update memory_embeddings set embedding = array_fill(0.5::real, array[1536]) where user_id = ?")
                .param(ada.id())
                .update();

        assertThat(only(lines(export(ada, "")), "Memory").has("embedding")).isFalse();
        assertThat(only(lines(export(ada, "?vectors=true")), "Memory")
                        .path("embedding")
                        .size())
                .isEqualTo(1536);
    }

    @Test
    void namesKeysOnly() throws Exception {
        Traveller ada = Traveller.known(port);
        superuser()
                .sql("update users set api_keys = '{\"openai\": \"sk-very-secret\"}' where id = ?")
                .param(ada.id())
                .update();

        HttpResponse<String> export = export(ada, "");

        assertThat(export.body()).contains("openai").doesNotContain("sk-very-secret");
    }

    @Test
    void tellsOfKeysWhatTheApiTells() throws Exception {
        Traveller ada = Traveller.known(port);
        Wire.of(port, ada)
                .send(
                        "mutation { setProviderKey(input: { provider: \"openai\", key: \"sk-very-secret-0123-wxyz\" }) { providerKey { last4 } } }")
                .at("/setProviderKey");

        HttpResponse<String> export = export(ada, "");

        JsonNode key = only(lines(export), "ProviderKey");
        assertThat(key.path("provider").stringValue()).isEqualTo("openai");
        assertThat(key.path("last4").stringValue()).isEqualTo("wxyz");
        assertThat(key.path("createdAt").stringValue()).endsWith("Z");
        assertThat(export.body()).doesNotContain("very-secret");
    }

    @Test
    void hasTheAuditTrailInTheWordsOfTheApi() throws Exception {
        Traveller ada = Traveller.known(port);
        UUID trip = ada.createTrip(Map.of("title", "Oslo", "budget", Map.of("amount", 1, "currency", "EUR")));
        ada.share(trip, Traveller.known(port), "VIEWER");
        Wire.of(port, ada)
                .send(
                        "mutation ($id: ID!) { updateTrip(input: { id: $id, budget: { amount: 2, currency: \"EUR\" } }) { trip { id } } }",
                        Map.of("id", trip))
                .at("/updateTrip");

        List<JsonNode> lines = lines(export(ada, ""));

        JsonNode trail = Wire.of(port, ada)
                .send(
                        "{ auditTrail(first: 100) { nodes { id table recordId action actorId tokenId changedFields requestId } } }")
                .json()
                .at("/data/auditTrail/nodes");
        List<JsonNode> entries = lines.stream()
                .filter(line -> line.path("__typename").stringValue().equals("AuditEntry"))
                .toList();
        assertThat(entries).isNotEmpty().hasSize(trail.size()).allSatisfy(entry -> assertThat(trail)
                .anySatisfy(shown -> shown.properties()
                        .forEach(field -> assertThat(entry.path(field.getKey())).isEqualTo(field.getValue()))));
        assertThat(entries)
                .anySatisfy(entry ->
                        assertThat(entry.path("changedFields").toString()).isEqualTo("[\"budget\"]"));
        assertThat(entries).anySatisfy(entry -> assertThat(entry.path("table").stringValue())
                .isEqualTo("members"));
    }

    @Test
    void isAFileThatNobodyKeeps() throws Exception {
        HttpResponse<String> export = export(Traveller.known(port), "");

        assertThat(export.headers().firstValue("Content-Type")).hasValue("application/jsonl");
        assertThat(export.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"account.jsonl\"");
        assertThat(export.headers().firstValue("Cache-Control")).hasValue("no-store");
    }

    @Test
    void needsAToken() throws Exception {
        HttpResponse<String> refused = send(HttpRequest.newBuilder(address("")));

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).contains("UNAUTHENTICATED");
    }

    @Test
    void needsTheScopesOfAllThatItHas() throws Exception {
        Traveller ada = Traveller.known(port);
        String token = Tokens.signed(Tokens.claims()
                .subject(ada.id().toString())
                .claim("scope", "trips:read account:write memories:read chat:read")
                .build());
        String less = Tokens.signed(Tokens.claims()
                .subject(ada.id().toString())
                .claim("scope", "account:read trips:write")
                .build());

        assertThat(send(HttpRequest.newBuilder(address("")).header("Authorization", "Bearer " + token))
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<String> refused =
                send(HttpRequest.newBuilder(address("")).header("Authorization", "Bearer " + less));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body())
                .contains("FORBIDDEN", "memories:read chat:read")
                .doesNotContain("trips:read");
    }

    /** A second one is refused while the first waits for its client, whose end frees the place. */
    @Test
    void isOneAtATime() throws Exception {
        Traveller ada = Traveller.known(port);
        remembersMuch(ada);
        try (RawConnection reader = asked(ada)) {
            assertThat(reader.readUntil("\"Export\"")).contains("HTTP/1.1 200");
            HttpResponse<String> second = export(ada, "");
            assertThat(second.statusCode()).isEqualTo(429);
            assertThat(second.body()).contains("RATE_LIMITED", "retryAfterMs");
        }

        assertThat(lines(awaited(ada)).getLast().path("counts").path("Memory").intValue())
                .isEqualTo(4000);
    }

    /** The export reads one snapshot, however long its client takes. */
    @Test
    void isOfOneMoment() throws Exception {
        Traveller ada = Traveller.known(port);
        remembersMuch(ada);
        try (RawConnection reader = asked(ada)) {
            reader.readUntil("\"Export\"");
            superuser()
                    .sql("insert into chat_sessions (user_id, title) values (?, 'Later')")
                    .param(ada.id())
                    .update();

            assertThat(reader.readUntil("ExportEnd")).doesNotContain("Later");
        }
    }

    @Test
    void isBrokenOffWithItsConnectionToTheDatabase() throws Exception {
        Traveller ada = Traveller.known(port);
        remembersMuch(ada);
        try (RawConnection reader = asked(ada)) {
            reader.readUntil("\"Export\"");
            superuser().sql("""
                            select pg_terminate_backend(pid)
                              from pg_stat_activity
                             where datname = current_database() and query like 'copy%' and pid <> pg_backend_pid()""").query().listOfRows();

            assertThat(reader.readAnswer()).doesNotContain("ExportEnd");
        }
    }

    /** A row goes to the client when it is read, so that the largest account takes no more memory than its largest row. */
    @Test
    void streamsAHundredThousandMemories() throws Exception {
        Traveller ada = Traveller.known(port);
        remembers(ada, 100_000, 200);
        HttpRequest request = HttpRequest.newBuilder(address(""))
                .header("Authorization", "Bearer " + ada.token())
                .build();
        try (HttpClient client = HttpClient.newHttpClient();
                Stream<String> lines = client.send(request, HttpResponse.BodyHandlers.ofLines())
                        .body()) {
            Iterator<String> line = lines.iterator();
            assertThat(line.next()).contains("\"Export\"");
            // PostgreSQL is still at it: it goes on when the client does.
            assertThat(superuser().sql("""
                            select count(*)
                              from pg_stat_activity
                             where datname = current_database() and state = 'active' and query like 'copy%memory_embeddings%'""").query(Long.class).single()).isOne();
            String last = "";
            long memories = 0;
            while (line.hasNext()) {
                last = line.next();
                memories += last.contains("\"Memory\"") && !last.contains("ExportEnd") ? 1 : 0;
            }
            assertThat(memories).isEqualTo(100_000);
            assertThat(Wire.JSON.readTree(last).at("/counts/Memory").intValue()).isEqualTo(100_000);
        }
    }

    /** A new table of the users' is exported, or named above with a reason. */
    @Test
    void knowsEveryTable() {
        assertThat(superuser()
                        .sql("select tablename from pg_tables where schemaname = 'public'")
                        .query(String.class)
                        .set())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(ExportedType.ALL.stream().map(ExportedType::table), NOT_EXPORTED.stream())
                                .toList());
    }

    /** More than the connection's buffers take. */
    private void remembersMuch(Traveller traveller) throws SQLException {
        remembers(traveller, 4000, 5000);
    }

    /** Memories that are neither searched by words nor given vectors: both would take far longer than the export. */
    private void remembers(Traveller traveller, int memories, int length) throws SQLException {
        try (Connection withoutTriggers = Superuser.begin(environment)) {
            withoutTriggers.createStatement().execute("""
                    set local session_replication_role = replica;
                    insert into public.memory_embeddings (user_id, content_text)
                    select '%s', 'memory ' || n || repeat('-', %d) from generate_series(1, %d) n""".formatted(traveller.id(), length, memories));
            withoutTriggers.commit();
        }
    }

    private HttpResponse<String> awaited(Traveller traveller) throws Exception {
        HttpResponse<String> export = export(traveller, "");
        while (export.statusCode() == 429) {
            export = export(traveller, "");
        }
        return export;
    }

    private RawConnection asked(Traveller traveller) throws IOException {
        var client = new RawConnection(port);
        client.send("""
                GET /account/export HTTP/1.1\r
                Host: localhost\r
                Authorization: Bearer %s\r
                \r
                """.formatted(traveller.token()));
        return client;
    }

    private static void remember(Traveller traveller, String text) {
        traveller
                .execute(
                        "mutation ($text: String!) { addMemory(input: { kind: PREFERENCE, text: $text }) { outcome } }",
                        Map.of("text", text))
                .path("addMemory.outcome")
                .hasValue();
    }

    private HttpResponse<String> export(Traveller traveller, String query) throws Exception {
        return send(HttpRequest.newBuilder(address(query)).header("Authorization", "Bearer " + traveller.token()));
    }

    private URI address(String query) {
        return URI.create("http://127.0.0.1:" + port + "/account/export" + query);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static List<JsonNode> lines(HttpResponse<String> export) {
        assertThat(export.statusCode()).as(export.body()).isEqualTo(200);
        return export.body().lines().map(Wire.JSON::readTree).toList();
    }

    private static List<String> fields(List<JsonNode> lines, String type, String field) {
        return lines.stream()
                .filter(line -> line.path("__typename").stringValue().equals(type))
                .map(line -> line.path(field).stringValue())
                .toList();
    }

    private static JsonNode only(List<JsonNode> lines, String type) {
        return lines.stream()
                .filter(line -> line.path("__typename").stringValue().equals(type))
                .findFirst()
                .orElseThrow();
    }
}
