package com.tripsage.gateway.publiclink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.tripsage.gateway.Party;
import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.Superuser;
import com.tripsage.gateway.Wire;
import com.tripsage.gateway.http.Edge;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A public link shows a trip to people without an account, without people, references and prices, until its owner ends it. */
class PublicLinkTests extends RunningGateway {

    private static final String CREATE = """
            mutation ($input: CreatePublicLinkInput!) {
              createPublicLink(input: $input) { publicLink { id name expiresAt createdAt lastUsedAt revokedAt } secret }
            }""";

    private static final String REVOKE =
            "mutation ($id: ID!) { revokePublicLink(id: $id) { publicLink { id revokedAt } } }";

    private static final String PUBLIC = """
            {
              publicTrip {
                title startDate endDate destinations
                flights {
                  departureAirport arrivalAirport departureTime arrivalTime
                  departure { localDateTime timeZone } arrival { localDateTime timeZone }
                }
                accommodations { area { latitude longitude } checkInDate checkOutDate }
                bookings {
                  kind from { code area { latitude longitude } } to { code area { latitude longitude } }
                  start { instant localDateTime date timeZone } end { localDateTime date }
                }
              }
            }""";

    private Party party;
    private Wire owner;

    @BeforeEach
    void plan() {
        party = Party.around(
                port,
                Map.of(
                        "title", "Oslo",
                        "description", "Secret-1",
                        "startDate", "2026-05-01",
                        "endDate", "2026-05-09",
                        "budget", Map.of("amount", 90909, "currency", "EUR"),
                        "destinations",
                                List.of(
                                        Map.of("name", "Oslo", "host", "Secret-2"),
                                        "Bergen",
                                        7,
                                        Map.of("name", List.of("Secret-3"))),
                        "metadata", Map.of("passport", "Secret-4"),
                        "flights",
                                List.of(
                                        Map.of(
                                                "airline", "Secret-5",
                                                "flightNumber", "Secret-6",
                                                "departureAirport", "LIS",
                                                "arrivalAirport", "OSL",
                                                "departureTime", "2026-05-01T10:00:00Z",
                                                "bookingReference", "Secret-7",
                                                "price", Map.of("amount", 80808, "currency", "EUR"),
                                                "rawData", Map.of("passenger", "Secret-8")),
                                        Map.of("departureAirport", "GONE", "status", "CANCELLED")),
                        "accommodations",
                                List.of(Map.of(
                                        "name", "Secret-9",
                                        "address", "Secret-0",
                                        "coordinates", Map.of("latitude", 59.9139, "longitude", 10.7522),
                                        "checkInDate", "2026-05-01",
                                        "bookingReference", "Secret-7",
                                        "totalPrice", Map.of("amount", 70707, "currency", "EUR"))),
                        "bookings",
                                List.of(
                                        Map.ofEntries(
                                                Map.entry("kind", "TRAIN"),
                                                Map.entry("name", "Secret-10"),
                                                Map.entry("carrier", "Secret-11"),
                                                Map.entry("number", "Secret-12"),
                                                Map.entry("seat", "Secret-13"),
                                                Map.entry(
                                                        "travellers",
                                                        List.of(
                                                                Map.of(
                                                                        "name",
                                                                        "Secret-14",
                                                                        "ticketNumber",
                                                                        "Secret-15"))),
                                                Map.entry("from", Map.of("name", "Secret-16", "code", "NSB-OSL")),
                                                Map.entry(
                                                        "to",
                                                        Map.of(
                                                                "coordinates",
                                                                Map.of("latitude", 60.39, "longitude", 5.33))),
                                                Map.entry(
                                                        "start",
                                                        Map.of(
                                                                "localDateTime",
                                                                "2026-05-03T08:25",
                                                                "timeZone",
                                                                "Europe/Oslo")),
                                                Map.entry("end", Map.of("localDateTime", "2026-05-03T15:09")),
                                                Map.entry("price", Map.of("amount", 60606, "currency", "NOK")),
                                                Map.entry("refund", Map.of("amount", 50505, "currency", "NOK")),
                                                Map.entry("bookingReference", "Secret-17"),
                                                Map.entry("rawData", Map.of("passenger", "Secret-18"))),
                                        Map.of(
                                                "kind", "RESTAURANT",
                                                "from", Map.of("name", "Secret-19", "code", "Secret-20"),
                                                "start", Map.of("date", "2026-05-04")),
                                        Map.of("kind", "FERRY", "status", "CANCELLED"))));
        owner = Wire.of(port, party.owner());
    }

    @Test
    void showsTheTripWithoutPeopleReferencesAndPrices() {
        Wire.Answer created = create();
        assertThat(created.at("/createPublicLink/secret")).matches("tripsage_link_[0-9A-Za-z]{36}");

        Wire.Answer shown = reader(created).send(PUBLIC);

        assertThat(shown.at("/publicTrip")).isEqualTo("""
                {"title":"Oslo","startDate":"2026-05-01","endDate":"2026-05-09","destinations":["Oslo","Bergen"],\
                "flights":[{"departureAirport":"LIS","arrivalAirport":"OSL","departureTime":"2026-05-01T10:00:00Z",\
                "arrivalTime":null,"departure":{"localDateTime":"2026-05-01T11:00:00","timeZone":"Europe/Lisbon"},"arrival":null}],\
                "accommodations":[{"area":{"latitude":59.9,"longitude":10.8},"checkInDate":"2026-05-01","checkOutDate":null}],\
                "bookings":[{"kind":"TRAIN","from":{"code":"NSB-OSL","area":null},"to":{"code":null,"area":{"latitude":60.4,"longitude":5.3}},\
                "start":{"instant":"2026-05-03T06:25:00Z","localDateTime":"2026-05-03T08:25:00","date":"2026-05-03","timeZone":"Europe/Oslo"},\
                "end":{"localDateTime":"2026-05-03T15:09:00","date":"2026-05-03"}},\
                {"kind":"RESTAURANT","from":null,"to":null,\
                "start":{"instant":null,"localDateTime":null,"date":"2026-05-04","timeZone":null},"end":null}]}""");
        assertThat(shown.body())
                .doesNotContain(
                        "Secret",
                        "GONE",
                        "90909",
                        "80808",
                        "70707",
                        "60606",
                        "50505",
                        party.owner().email());
        assertThat(owner.send(
                                "query ($id: ID!) { trip(id: $id) { publicLinks { lastUsedAt } } }",
                                Map.of("id", party.trip()))
                        .at("/trip/publicLinks/0/lastUsedAt"))
                .endsWith("Z");
    }

    /** Whatever else the API has: a link has no scope for it, and is nobody whose rows there could be. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ viewer { id } }",
                "{ trips { totalCount } }",
                "{ trip(id: \"%s\") { title } }",
                "{ tripEventLog(first: 1) { endCursor } }",
                "{ publicTrip { title } trips { totalCount } }",
                "mutation { deleteTrip(id: \"%s\") { deletedId } }",
                "mutation { createPublicLink(input: { tripId: \"%s\", name: \"More\" }) { secret } }",
                "mutation { createAccessToken(input: { name: \"a\", scopes: [\"trips:read\"] }) { secret } }",
                "mutation { acceptInvitationLink(token: \"x\") { trip { id } } }"
            })
    void isGoodForNothingElse(String document) {
        reader(create()).send(document.formatted(party.trip())).isRefused("FORBIDDEN");
    }

    @Test
    void findsNoNodeAndMakesNoUser() {
        Wire.Answer created = create();
        Wire reader = reader(created);

        assertThat(reader.send("{ node(id: \"%s\") { id } }".formatted(party.trip()))
                        .at("/node"))
                .isEqualTo("null");
        assertThat(superuser()
                        .sql("select count(*) from users where id = ?::uuid")
                        .param(created.at("/createPublicLink/publicLink/id"))
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    /** Held by row-level security and not by the scopes alone. */
    @Test
    void isNobodyToTheDatabase() throws SQLException {
        String id = create().at("/createPublicLink/publicLink/id");
        for (String table :
                List.of("users", "trips", "flights", "accommodations", "bookings", "trip_members", "access_tokens")) {
            assertThat(asCaller(id, "select count(*) from public." + table))
                    .as(table)
                    .isEqualTo("0");
        }
        assertThat(asCaller(id, "select title from links.trips")).isEqualTo("Oslo");
        assertThat(asCaller(id, "select string_agg(departure_airport, ',') from links.flights"))
                .isEqualTo("LIS");
        for (var other : List.of(party.owner(), party.viewer(), party.stranger())) {
            assertThat(asCaller(other.id().toString(), "select count(*) from links.trips"))
                    .isEqualTo("0");
            assertThat(asCaller(other.id().toString(), "select count(*) from links.bookings"))
                    .isEqualTo("0");
        }
        assertThat(asCaller(id, "with gone as (delete from trips returning 1) select count(*) from gone"))
                .isEqualTo("0");
    }

    @Test
    void aUserHasNoUseForIt() {
        owner.send(PUBLIC).isRefused("FORBIDDEN");
        owner.send("mutation { createAccessToken(input: { name: \"a\", scopes: [\"link:read\"] }) { secret } }")
                .blames("input.scopes[0]");
    }

    @Test
    void isNoAccessTokenAmongTheOthers() {
        Wire.Answer created = create();

        assertThat(owner.send("{ viewer { accessTokens { id } } }").at("/viewer/accessTokens"))
                .isEqualTo("[]");
        assertThat(owner.send(
                                "query ($id: ID!) { trip(id: $id) { publicLinks { id name } } }",
                                Map.of("id", party.trip()))
                        .at("/trip/publicLinks"))
                .isEqualTo(
                        "[{\"id\":\"%s\",\"name\":\"Blog\"}]".formatted(created.at("/createPublicLink/publicLink/id")));
        for (var other : List.of(party.editor(), party.viewer())) {
            assertThat(Wire.of(port, other)
                            .send(
                                    "query ($id: ID!) { trip(id: $id) { publicLinks { id } } }",
                                    Map.of("id", party.trip()))
                            .at("/trip/publicLinks"))
                    .isEqualTo("null");
        }
    }

    @Test
    void endsWithItsRevocation() {
        Wire.Answer created = create();
        String id = created.at("/createPublicLink/publicLink/id");
        Wire reader = reader(created);
        assertThat(reader.send(PUBLIC).at("/publicTrip/title")).isEqualTo("Oslo");

        Wire.of(port, party.editor()).send(REVOKE, Map.of("id", id)).isRefused("NOT_FOUND");
        String revokedAt = owner.send(REVOKE, Map.of("id", id)).at("/revokePublicLink/publicLink/revokedAt");

        // The database shows nothing from then on; the gateway refuses the token within its next rounds.
        assertThat(reader.send(PUBLIC).body()).doesNotContain("Oslo");
        await().until(() -> status(reader.token()) == 401);
        assertThat(owner.send(REVOKE, Map.of("id", id)).at("/revokePublicLink/publicLink/revokedAt"))
                .isEqualTo(revokedAt);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            delete from trips where id = '<trip>'
            update access_tokens set created_at = now() - interval '2 days', expires_at = now() - interval '1 day' where trip_id = '<trip>'
            update trips set user_id = '<editor>' where id = '<trip>'
            """)
    void endsWithItsTripItsTimeAndItsOwner(String change) {
        Wire reader = reader(create());
        assertThat(reader.send(PUBLIC).at("/publicTrip/title")).isEqualTo("Oslo");

        superuser()
                .sql(change.replace("<trip>", party.trip().toString())
                        .replace("<editor>", party.editor().id().toString()))
                .update();

        assertThat(reader.send(PUBLIC).body()).doesNotContain("Oslo");
    }

    @Test
    void isTheOwnersToMake() {
        Map<String, Object> input = Map.of("input", Map.of("tripId", party.trip(), "name", "Blog"));

        Wire.of(port, party.editor()).send(CREATE, input).isRefused("FORBIDDEN");
        Wire.of(port, party.stranger()).send(CREATE, input).isRefused("NOT_FOUND");
        Wire.of(port, party.owner().through(port, "trips:read"))
                .send(CREATE, input)
                .isRefused("FORBIDDEN");
        owner.send(CREATE, Map.of("input", Map.of("tripId", party.trip(), "name", "a\nb")))
                .blames("input.name");
        owner.send(
                        CREATE,
                        Map.of(
                                "input",
                                Map.of("tripId", party.trip(), "name", "a", "expiresAt", "2020-01-01T00:00:00Z")))
                .blames("input.expiresAt");
    }

    @Test
    void endsWithTheTokenThatMadeIt() {
        Wire program = Wire.of(port, party.owner().through(port, "trips:write"));
        Wire reader = reader(program.send(CREATE, Map.of("input", Map.of("tripId", party.trip(), "name", "Blog"))));
        assertThat(reader.send(PUBLIC).at("/publicTrip/title")).isEqualTo("Oslo");

        String token = owner.send("{ viewer { accessTokens { id } } }").at("/viewer/accessTokens/0/id");
        owner.send("mutation ($id: ID!) { revokeAccessToken(id: $id) { accessToken { id } } }", Map.of("id", token))
                .at("/revokeAccessToken/accessToken/id");

        assertThat(reader.send(PUBLIC).body()).doesNotContain("Oslo");
    }

    @Test
    void isRefusedLikeAnyTokenWhereItIsWrong() throws Exception {
        for (String secret :
                List.of("tripsage_link_" + "0".repeat(36), "tripsage_link_", "tripsage_other_" + "0".repeat(36))) {
            assertThat(status(secret)).isEqualTo(401);
        }
    }

    private int status(String secret) throws Exception {
        return Edge.send(new Edge(port)
                        .anonymous("/graphql?query=%7B__typename%7D")
                        .header("Authorization", "Bearer " + secret))
                .statusCode();
    }

    private Wire.Answer create() {
        return owner.send(CREATE, Map.of("input", Map.of("tripId", party.trip(), "name", "Blog")));
    }

    private Wire reader(Wire.Answer created) {
        return new Wire(port, created.at("/createPublicLink/secret"));
    }

    /** What the first column of a query has, for whoever has this id, whatever scopes. */
    private String asCaller(String id, String query) throws SQLException {
        try (var connection = Superuser.begin(environment);
                var statement = connection.createStatement()) {
            statement.execute("select set_config('request.jwt.claims', '{\"sub\": \"" + id + "\"}', true)");
            statement.execute("set local role authenticated");
            try (var rows = statement.executeQuery(query)) {
                assertThat(rows.next()).isTrue();
                return String.valueOf(rows.getString(1));
            }
        }
    }
}
