package com.tripsage.gateway.reservation;

import com.tripsage.gateway.value.Columns;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A kind of reservation: the table that it goes to, and where each of its fields stands in a document. */
@SuppressWarnings("ImmutableEnumChecker") // its lists are changed by nobody
enum Kind {
    FLIGHT(
            PartTable.FLIGHTS,
            "FlightReservation",
            "Flight",
            inColumn(
                    "airline",
                    100,
                    "reservationFor.airline.name",
                    "reservationFor.provider.name",
                    "reservationFor.airline"),
            fields(new FlightNumberField()),
            airport("departure_airport", "reservationFor.departureAirport"),
            airport("arrival_airport", "reservationFor.arrivalAirport"),
            clock("departure", "reservationFor.departureTime", "reservationFor.departureDay"),
            clock("arrival", "reservationFor.arrivalTime"),
            price("price", PriceField.CURRENCY),
            refund(),
            inColumn("departure_terminal", 20, "reservationFor.departureTerminal"),
            inColumn("departure_gate", 20, "reservationFor.departureGate"),
            inColumn("arrival_terminal", 20, "reservationFor.arrivalTerminal"),
            inColumn("arrival_gate", 20, "reservationFor.arrivalGate"),
            clock("boarding", "reservationFor.boardingTime"),
            fields(new TravellersField("airplaneSeat", "airplaneSeatClass.name"))),
    STAY(
            PartTable.ACCOMMODATIONS,
            "LodgingReservation",
            "LodgingBusiness",
            inColumn("name", 255, "reservationFor.name", "provider.name"),
            fields(
                    new StayTypeField(),
                    new Address.AddressField("address", 10_000),
                    new PointField("coordinates", "reservationFor"),
                    new ClockField("check_in", "checkinTime", "checkinDate"),
                    new ClockField("check_out", "checkoutTime", "checkoutDate"),
                    new PriceField("price_per_night", PriceField.CURRENCY, "tripsage:pricePerNight", null),
                    new JsonField("amenities", "tripsage:amenities", JsonNodeFactory.instance.arrayNode()),
                    new JsonField("ratings", "tripsage:ratings", JsonNodeFactory.instance.objectNode())),
            price("total_price", "total_currency"),
            refund(),
            inColumn("telephone", 50, "reservationFor.telephone"),
            fields(
                    new CountField("guests", "numAdults", "numChildren"),
                    new CountField("rooms", "tripsage:rooms"),
                    new TravellersField("airplaneSeat", "airplaneSeatClass.name"))),
    TRAIN(
            PartTable.BOOKINGS,
            "TrainReservation",
            "TrainTrip",
            described("reservationFor.provider.name", "reservationFor.trainNumber", "reservationFor.trainName"),
            station("from", "reservationFor.departureStation"),
            station("to", "reservationFor.arrivalStation"),
            clock("start", "reservationFor.departureTime", "reservationFor.departureDay"),
            clock("end", "reservationFor.arrivalTime")),
    BUS(
            PartTable.BOOKINGS,
            "BusReservation",
            "BusTrip",
            described("reservationFor.provider.name", "reservationFor.busNumber", "reservationFor.busName"),
            station("from", "reservationFor.departureBusStop", "reservationFor.departureStation"),
            station("to", "reservationFor.arrivalBusStop", "reservationFor.arrivalStation"),
            clock("start", "reservationFor.departureTime", "reservationFor.departureDay"),
            clock("end", "reservationFor.arrivalTime")),
    FERRY(
            PartTable.BOOKINGS,
            "BoatReservation",
            "BoatTrip",
            described("reservationFor.provider.name", "reservationFor.identifier", "reservationFor.name"),
            station("from", "reservationFor.departureBoatTerminal"),
            station("to", "reservationFor.arrivalBoatTerminal"),
            clock("start", "reservationFor.departureTime", "reservationFor.departureDay"),
            clock("end", "reservationFor.arrivalTime")),
    CAR(
            PartTable.BOOKINGS,
            "RentalCarReservation",
            "RentalCar",
            described("reservationFor.rentalCompany.name", "reservationFor.identifier", "reservationFor.name"),
            venue("from", "pickupLocation"),
            venue("to", "dropoffLocation"),
            clock("start", "pickupTime"),
            clock("end", "dropoffTime")),
    TRANSFER(
            PartTable.BOOKINGS,
            "TaxiReservation",
            "Taxi",
            described("reservationFor.provider.name", "reservationFor.identifier", "reservationFor.name"),
            venue("from", "pickupLocation"),
            venue("to", "dropoffLocation"),
            clock("start", "pickupTime"),
            clock("end", "dropoffTime")),
    RESTAURANT(
            PartTable.BOOKINGS,
            "FoodEstablishmentReservation",
            "FoodEstablishment",
            described("provider.name", "tripsage:number", "reservationFor.name"),
            fields(
                    new Address.AddressField("from_name", 255),
                    new CodeField("from_code", 20, "reservationFor.identifier"),
                    new PointField("from_coordinates", "reservationFor")),
            venue("to", "tripsage:to"),
            clock("start", "startTime"),
            clock("end", "endTime")),
    EVENT(
            PartTable.BOOKINGS,
            "EventReservation",
            "Event",
            described("reservationFor.organizer.name", "reservationFor.identifier", "reservationFor.name"),
            venue("from", "reservationFor.location"),
            venue("to", "tripsage:to"),
            clock("start", "reservationFor.startDate", "startTime"),
            clock("end", "reservationFor.endDate", "endTime")),
    OTHER(
            PartTable.BOOKINGS,
            "Reservation",
            "Thing",
            described("provider.name", "reservationFor.identifier", "reservationFor.name"),
            venue("from", "tripsage:from"),
            venue("to", "tripsage:to"),
            clock("start", "startTime"),
            clock("end", "endTime"));

    static final Field STATUS = new StatusField();

    final PartTable table;

    final List<Field> fields;

    private final Map<String, Field> byColumn = new HashMap<>();

    private final List<ClockField> clocks;

    private final String type;

    private final String thing;

    Kind(PartTable table, String type, String thing, Field[]... fields) {
        this.table = table;
        this.type = type;
        this.thing = thing;
        this.fields = Stream.concat(
                        Arrays.stream(fields),
                        Stream.of(
                                inColumn("booking_reference", 100, "reservationNumber", "reservationId"),
                                fields(new StatusField())))
                .flatMap(Arrays::stream)
                .toList();
        this.clocks = this.fields.stream()
                .filter(ClockField.class::isInstance)
                .map(ClockField.class::cast)
                .toList();
        for (Field field : this.fields) {
            ObjectNode columns = JsonNodeFactory.instance.objectNode();
            field.toRow(columns, null);
            columns.propertyNames().forEach(column -> byColumn.put(column, field));
        }
    }

    /** The kind of reservations of a type; null where none is understood. */
    static @Nullable Kind of(String type) {
        return Arrays.stream(values())
                .filter(kind -> kind.type.equals(type))
                .findFirst()
                .orElse(null);
    }

    /** The kind of the rows that are in a table. */
    static Kind ofRow(PartTable table, JsonNode row) {
        return Arrays.stream(values())
                .filter(kind -> kind.table == table
                        && (table != PartTable.BOOKINGS
                                || Columns.lowerCase(kind).equals(TextColumn.text(row, "kind"))))
                .findFirst()
                .orElse(OTHER);
    }

    /** The time when it begins. */
    ClockField begin() {
        return clocks.getFirst();
    }

    /** The time when it ends. */
    ClockField end() {
        return clocks.get(1);
    }

    /** The text in the first of these columns that the kind has and that is known. */
    @Nullable
    String text(Map<Field, Object> values, String... columns) {
        return Arrays.stream(columns)
                .map(byColumn::get)
                .map(values::get)
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .findFirst()
                .orElse(null);
    }

    /** A document of this kind in which nothing is said yet. */
    ObjectNode document() {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("@context", JsonLd.CONTEXT)
                .put("@type", type)
                .putObject("reservationFor")
                .put("@type", thing);
        return document;
    }

    /** The columns that the fields write. */
    Set<String> columns() {
        return byColumn.keySet();
    }

    private static Field[] fields(Field... fields) {
        return fields;
    }

    private static Field[] inColumn(String column, int most, String... ways) {
        return fields(new TextField(column, most, ways));
    }

    private static Field[] airport(String column, String way) {
        return fields(new CodeField(column, 10, way + ".iataCode", way + ".identifier", way));
    }

    private static Field[] clock(String name, String... ways) {
        return fields(new ClockField(name, ways));
    }

    private static Field[] price(String column, String currencyColumn) {
        return fields(new PriceField(column, currencyColumn, "totalPrice", "priceCurrency"));
    }

    private static Field[] refund() {
        return fields(new PriceField("refund", "refund_currency", "tripsage:refund", null));
    }

    /** What every booking has: by whom it is, what it is, which seats, for whom, and the price. */
    private static Field[] described(String carrier, String number, String name) {
        return fields(
                new TextField("carrier", 100, carrier, "provider.name"),
                new TextField("number", 50, number),
                new TextField("name", 255, name),
                new SeatField("seat", 50),
                new TravellersField(null, TravellersField.SEATING_TYPE),
                new PriceField("price", PriceField.CURRENCY, "totalPrice", "priceCurrency"),
                new PriceField("refund", "refund_currency", "tripsage:refund", null));
    }

    private static Field[] station(String end, String... ways) {
        return fields(
                new TextField(end + "_name", 255, suffixed(ways, ".name", "")),
                new CodeField(end + "_code", 20, suffixed(ways, ".identifier")),
                new PointField(end + "_coordinates", ways[0]));
    }

    private static Field[] venue(String end, String way) {
        return fields(
                new VenueField(end + "_name", 255, way),
                new CodeField(end + "_code", 20, way + ".identifier"),
                new PointField(end + "_coordinates", way));
    }

    private static String[] suffixed(String[] ways, String... suffixes) {
        return Arrays.stream(ways)
                .flatMap(way -> Arrays.stream(suffixes).map(suffix -> way + suffix))
                .toArray(String[]::new);
    }
}
