package com.tripsage.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.CommandRun;
import com.tripsage.gateway.GatewayTest;
import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import com.tripsage.gateway.database.Transactions;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** What a trip has cost in one currency, with the rates that an operator has loaded. */
class ConversionTests extends RunningGateway {

    private static final String SPENT = """
            query ($id: ID!, $currency: CurrencyCode, $on: Date) {
              trip(id: $id) {
                spent { amount currency }
                spentByCurrency { amount currency }
                spentConverted(currency: $currency, on: $on) {
                  total { amount currency } rates { currency day perEuro } missingRates
                }
              }
            }""";

    @TempDir
    Path folder;

    @Value("${test.database}")
    private String database;

    @Autowired
    private ExchangeRateRepository rates;

    @Autowired
    private Transactions transactions;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private Wire wire;
    private Traveller ada;

    @BeforeEach
    void arrive() {
        ada = Traveller.known(port);
        wire = Wire.of(port, ada);
    }

    @AfterEach
    void forget() {
        superuser().sql("delete from gateway.exchange_rates").update();
    }

    @Test
    void saysOfWhichDayItsRatesAre() throws Exception {
        load(EcbFileTests.HISTORY);
        String trip = trip("EUR", flight(100, "USD"), flight(20, "EUR"));

        assertThat(converted(trip, "2026-11-26")).isEqualTo("""
                {"total":{"amount":106.31,"currency":"EUR"},\
                "rates":[{"currency":"USD","day":"2026-11-25","perEuro":1.1586}],"missingRates":[]}""");
        assertThat(converted(trip, "2026-11-25")).contains("2026-11-25");
        assertThat(converted(trip, "2026-11-24")).contains("\"amount\":113.76", "\"day\":\"2022-12-30\"");
    }

    @ParameterizedTest
    @CsvSource({"2022-12-29, '[\"USD\"]'", "1998-12-31, '[\"USD\"]'"})
    void saysWhatHasNoRateYetAndNeverZero(String day, String missing) throws Exception {
        load(EcbFileTests.HISTORY);
        String trip = trip("EUR", flight(100, "USD"), flight(20, "EUR"));

        assertThat(converted(trip, day)).isEqualTo("{\"total\":null,\"rates\":[],\"missingRates\":" + missing + "}");
    }

    @Test
    void saysSoWhereTheDeploymentHasNoRates() {
        assertThat(converted(trip("JPY", flight(100, "USD"), flight(9, "DEM")), "2026-11-25"))
                .isEqualTo("{\"total\":null,\"rates\":[],\"missingRates\":[\"DEM\",\"JPY\",\"USD\"]}");
        assertThat(converted(trip("JPY", flight(100, "JPY")), "2026-11-25"))
                .isEqualTo("{\"total\":{\"amount\":100.00,\"currency\":\"JPY\"},\"rates\":[],\"missingRates\":[]}");
        assertThat(converted(trip("JPY"), "2026-11-25")).contains("\"amount\":0.00,\"currency\":\"JPY\"");
    }

    @Test
    void convertsIntoTheCurrencyThatIsAskedForWithTodaysRates() throws Exception {
        load(EcbFileTests.HISTORY);
        String trip = trip("EUR", flight(100, "USD"), flight(20, "EUR"));

        assertThat(wire.send(SPENT, Map.of("id", trip, "currency", "JPY")).at("/trip/spentConverted"))
                .isEqualTo("""
                {"total":{"amount":19250.00,"currency":"JPY"},\
                "rates":[{"currency":"JPY","day":"2026-11-25","perEuro":181.07},\
                {"currency":"USD","day":"2026-11-25","perEuro":1.1586}],"missingRates":[]}""");
        wire.send(SPENT, Map.of("id", trip, "currency", "jpy")).blames("currency");
        wire.send(SPENT, Map.of("id", trip, "on", "yesterday")).blames("on");
    }

    @Test
    void readsTheRatesOfAllTripsInOneStatement() throws Exception {
        load(EcbFileTests.HISTORY);
        String trips = "{ trips { nodes { spentConverted { total { amount } } } } }";
        trip("EUR", flight(100, "USD"));
        wire.send(trips).at("/trips");
        double before = statements("read");
        wire.send(trips).at("/trips");
        double one = statements("read") - before;

        trip("JPY", flight(100, "KRW"));
        trip("HRK", flight(100, "EUR"));
        before = statements("read");
        assertThat(wire.send(trips).each("/trips/nodes", "/spentConverted/total/amount"))
                .hasSize(3);
        assertThat(statements("read") - before).isEqualTo(one);
    }

    @Test
    void takesRefundsOff() {
        String trip = trip(
                "EUR",
                with(flight(100, "EUR"), Map.of("refund", Map.of("amount", 30))),
                with(
                        flight(80, "EUR"),
                        Map.of("refund", Map.of("amount", 75.5, "currency", "EUR"), "status", "CANCELLED")),
                with(flight(50, "EUR"), Map.of("refund", Map.of("amount", 60, "currency", "USD"))),
                with(flight(999, "EUR"), Map.of("status", "CANCELLED")),
                with(flight(999, "EUR"), Map.of("refund", Map.of("amount", 1), "status", "HELD")));

        Wire.Answer answer = wire.send(SPENT, Map.of("id", trip));
        assertThat(answer.at("/trip/spent")).isEqualTo("{\"amount\":124.50,\"currency\":\"EUR\"}");
        assertThat(answer.at("/trip/spentByCurrency"))
                .isEqualTo("[{\"amount\":124.50,\"currency\":\"EUR\"},{\"amount\":-60.00,\"currency\":\"USD\"}]");
    }

    @Test
    void loadsAFileTwiceAndReplacesWhatWasCorrected() throws Exception {
        load(EcbFileTests.HISTORY);
        load(EcbFileTests.HISTORY.replace("1.1586", "1.1590"));

        assertThat(superuser()
                        .sql(
                                "select count(*) || ' ' || max(per_euro) filter (where currency = 'USD') from gateway.exchange_rates")
                        .query(String.class)
                        .single())
                .isEqualTo("7 1.1590");
    }

    @Test
    void theJarHasACommandForIt() throws Exception {
        Path file = Files.writeString(folder.resolve("eurofxref-hist.csv"), EcbFileTests.HISTORY);
        Path broken = Files.writeString(folder.resolve("broken.csv"), "Date,USD\n2026-11-25,free\n");

        assertThat(command("load-rates", broken.toString(), file.toString())).isOne();
        assertThat(count()).isZero();
        assertThat(command("load-rates", file.toString()))
                .as(output.toString(StandardCharsets.UTF_8))
                .isZero();
        assertThat(count()).isEqualTo(7);
        assertThat(output.toString(StandardCharsets.UTF_8)).contains("Line 2 has no rate", "7 rates are loaded");
    }

    private int command(String... words) {
        String[] arguments = Stream.concat(
                        Stream.of(words),
                        Stream.of(GatewayTest.OnTestPostgres.properties(database))
                                .map("--"::concat))
                .toArray(String[]::new);
        var out = new PrintStream(output, true, StandardCharsets.UTF_8);
        return CommandRun.of(out, arguments);
    }

    private int count() {
        return superuser()
                .sql("select count(*) from gateway.exchange_rates")
                .query(Integer.class)
                .single();
    }

    private void load(String csv) throws Exception {
        Path file = Files.writeString(folder.resolve("eurofxref-hist.csv"), csv);
        new RateLoading(rates, transactions)
                .load(List.of(file.toString()), new PrintStream(output, true, StandardCharsets.UTF_8));
    }

    private String converted(String trip, String day) {
        return wire.send(SPENT, Map.of("id", trip, "on", day)).at("/trip/spentConverted");
    }

    private String trip(String currency, Map<?, ?>... flights) {
        return ada.createTrip(Map.of(
                        "title",
                        "Oslo",
                        "budget",
                        Map.of("amount", 900, "currency", currency),
                        "flights",
                        List.of(flights)))
                .toString();
    }

    private static Map<String, Object> flight(int price, String currency) {
        return Map.of("status", "BOOKED", "price", Map.of("amount", price, "currency", currency));
    }

    private static Map<String, Object> with(Map<String, Object> fields, Map<String, Object> others) {
        var all = new HashMap<>(fields);
        all.putAll(others);
        return all;
    }
}
