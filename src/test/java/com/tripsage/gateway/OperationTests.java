package com.tripsage.gateway;

import static com.tripsage.gateway.Errors.code;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Value;

/** One operation, one transaction: what it sends, what it leaves, how often it is tried. */
class OperationTests extends RunningGateway {

    private static final String DASHBOARD = """
            query Dashboard($first: Int!) {
              trips(first: $first, orderBy: START_DATE_DESC) {
                edges {
                  node {
                    id title status startDate endDate budget { amount currency } spent { amount currency }
                    flights { id airline price { amount currency } status }
                    accommodations { id name totalPrice { amount currency } status }
                  }
                }
                pageInfo { hasNextPage endCursor }
              }
            }
            """;

    private static final String CREATE =
            "mutation ($input: CreateTripInput!) { createTrip(input: $input) { trip { id title } } }";

    @Value("${test.database}")
    String database;

    Traveller ada;

    @BeforeEach
    void arrive() {
        ada = Traveller.known(port);
    }

    @AfterEach
    void removeFault() {
        sql("drop trigger if exists fault on public.trips; drop sequence if exists public.faults");
    }

    @Test
    void theDashboardTakesThreeSelectsHoweverManyTrips() {
        createTrips(1);
        double ofOne = statementsOf("read", () -> dashboard(1));
        createTrips(99);
        double ofHundred = statementsOf("read", () -> dashboard(100));

        assertThat(ofOne).isEqualTo(3);
        assertThat(ofHundred).isEqualTo(3);
    }

    @Test
    void theDetailsOfATripTakeFiveSelects() {
        UUID id = ada.createTrip("Oslo");
        String details =
                "query ($id: ID!) { trip(id: $id) { title owner { id email } members { role user { id } joinedAt }"
                        + " flights { id } accommodations { id } viewerRole } }";

        // the trip; owner; members; flights; stays
        assertThat(statementsOf(
                        "read",
                        () -> ada.execute(details, Map.of("id", id)).errors().verify()))
                .isEqualTo(5);
    }

    /** What is spent on bookings is read with the trip, so that frontends that don't show them pay nothing for it. */
    @Test
    void theDashboardTakesThreeSelectsAlsoWithBookings() {
        ada.createTrip(Map.of(
                "title",
                "Oslo",
                "bookings",
                List.of(Map.of("kind", "TRAIN", "status", "BOOKED", "price", Map.of("amount", 12.5)))));

        assertThat(statementsOf("read", () -> ada.execute(DASHBOARD, Map.of("first", 100))
                        .path("trips.edges[0].node.spent.amount")
                        .entity(Double.class)
                        .isEqualTo(12.5)))
                .isEqualTo(3);
    }

    @Test
    void aSimpleChangeTakesOneStatement() {
        assertThat(statementsOf("write", () -> ada.createTrip("Oslo"))).isEqualTo(1);
    }

    @Test
    void aChangeWithAnIdempotencyKeyTakesTwoMore() {
        Runnable change = () -> ada.graphQl()
                .document(CREATE)
                .variable("input", Map.of("title", "Oslo"))
                .extension("idempotencyKey", "oslo")
                .execute()
                .errors()
                .verify();

        // claims the key; creates; keeps the answer
        assertThat(statementsOf("write", change)).isEqualTo(3);
        assertThat(statementsOf("write", change)).isOne();
    }

    @Test
    void mutationsOfADocumentSeeWhatThoseBeforeThemWrote() {
        UUID id = ada.createTrip("Oslo");
        String add = "addFlight(input: { tripId: \"%s\", flight: { flightNumber: \"%s\" } })"
                + " { flight { trip { flights { flightNumber } } } }";

        var response = ada.execute(
                "mutation { a: %s b: %s }".formatted(add.formatted(id, "SK 802"), add.formatted(id, "SK 805")));

        response.path("a.flight.trip.flights[*].flightNumber")
                .entityList(String.class)
                .containsExactly("SK 802");
        response.path("b.flight.trip.flights[*].flightNumber")
                .entityList(String.class)
                .hasSize(2);
    }

    @Test
    void aDocumentWithAnErrorLeavesNothing() {
        ada.execute("mutation { a: createTrip(input: { title: \"Oslo\" }) { trip { id } }"
                        + " b: deleteTrip(id: \"%s\") { deletedId }".formatted(UUID.randomUUID())
                        + " c: createTrip(input: { title: \"Bergen\" }) { trip { id } } }")
                .errors()
                .satisfy(code("NOT_FOUND"));

        assertThat(tripsOfAda()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"serialization_failure", "deadlock_detected"})
    void triesAgainWhatFailedOnlyBecauseOfOthers(String condition) {
        failTimes(2, condition);

        assertThat(ada.createTrip("Oslo")).isNotNull();

        assertThat(tripsOfAda()).isOne();
        assertThat(attempts()).isEqualTo(3);
    }

    @Test
    void givesUpAfterThreeAttempts() {
        failTimes(100, "serialization_failure");

        ada.execute(CREATE, Map.of("input", Map.of("title", "Oslo"))).errors().satisfy(code("CONFLICT"));

        assertThat(tripsOfAda()).isZero();
        assertThat(attempts()).isEqualTo(3);
    }

    @Test
    void doesNotTryAgainWhatFailsForGood() {
        failTimes(100, "division_by_zero");

        ada.execute(CREATE, Map.of("input", Map.of("title", "Oslo"))).errors().satisfy(code("INTERNAL"));

        assertThat(attempts()).isOne();
    }

    @Test
    void boundsAStatementThatHangs() {
        sql("""
            create function pg_temp_hang() returns trigger language plpgsql as
                'begin perform pg_catalog.pg_sleep(60); return new; end';
            create trigger fault before insert on public.trips
                for each row when (new.title = 'hang') execute function pg_temp_hang();
            """);

        ada.execute(CREATE, Map.of("input", Map.of("title", "hang"))).errors().satisfy(code("TIMEOUT"));

        sql("drop function pg_temp_hang cascade");
        assertThat(tripsOfAda()).isZero();
    }

    private void createTrips(int count) {
        for (int i = 0; i < count; i++) {
            ada.createTrip(Map.of(
                    "title", "Trip " + i,
                    "flights", List.of(Map.of("flightNumber", "SK 802"), Map.of("flightNumber", "SK 805")),
                    "accommodations", List.of(Map.of("name", "Hotel"))));
        }
    }

    private void dashboard(int trips) {
        ada.execute(DASHBOARD, Map.of("first", 100))
                .path("trips.edges[*].node.flights[*].id")
                .entityList(UUID.class)
                .hasSize(2 * trips);
    }

    private double statementsOf(String access, Runnable operation) {
        double before = statements(access);
        operation.run();
        return statements(access) - before;
    }

    /** Lets the next inserts of trips fail; a sequence counts them, because no rollback takes it back. */
    private void failTimes(int times, String condition) {
        sql("""
            create sequence public.faults;
            grant usage on sequence public.faults to authenticated;
            create or replace function gateway.fault() returns trigger language plpgsql as
                'begin
                     if nextval(''public.faults'') <= %d then raise %s; end if;
                     return new;
                 end';
            create trigger fault before insert on public.trips for each row execute function gateway.fault();
            """.formatted(times, condition));
    }

    private long attempts() {
        return number("select last_value from public.faults");
    }

    private long tripsOfAda() {
        return number("select count(*) from public.trips where user_id = '%s'".formatted(ada.id()));
    }

    private void sql(String sql) {
        TestPostgres.shared().execute(database, sql);
    }

    private long number(String sql) {
        try (Connection connection = TestPostgres.shared().connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
