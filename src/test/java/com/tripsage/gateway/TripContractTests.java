package com.tripsage.gateway;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a frontend sends for a trip with all its parts, as it stands in the contract. */
class TripContractTests extends ContractTest {

    private static final Map<String, String> TRIP = operations("trip");

    private static final String TRAIN = """
            { "input": { "tripId": "%s", "booking": { "kind": "TRAIN", "carrier": "CP", "number": "IC 523",
              "from": { "name": "Lisboa Oriente", "code": "94-31039", "coordinates": { "latitude": 38.7678, "longitude": -9.099 } },
              "to": { "name": "Porto Campanhã" },
              "start": { "localDateTime": "2027-05-01T09:39", "timeZone": "Europe/Lisbon" },
              "end": { "localDateTime": "2027-05-01T12:47", "timeZone": "Europe/Lisbon" },
              "seat": "21, 61",
              "travellers": [{ "name": "Ada Lovelace", "seat": "61", "travelClass": "Conforto", "ticketNumber": "7021" }], "price": { "amount": 25.50, "currency": "EUR" }, "bookingReference": "X1Y2Z3",
              "status": "BOOKED" } } }
            """;

    @Test
    void isAnsweredWhole() {
        assertThat(TRIP.keySet())
                .containsExactlyInAnyOrder(
                        "PlanTrip",
                        "AddFlightByTicket",
                        "BoardFlight",
                        "AddBooking",
                        "UpdateBooking",
                        "SeatTravellers",
                        "RemoveBooking",
                        "Bookings",
                        "TripItinerary",
                        "UpNext",
                        "FindTrips",
                        "AddStayInTwoCurrencies",
                        "RefundStay",
                        "TripCost",
                        "InviteByLink",
                        "JoinByLink",
                        "PublishTrip",
                        "PublicTrip",
                        "TripLinks",
                        "EndInvitationLink",
                        "EndPublicLink",
                        "ImportReservations",
                        "ExportReservations",
                        "SubscribeCalendar",
                        "CalendarLinks",
                        "UnsubscribeCalendar",
                        "ImportChatMessages",
                        "ModelMessages",
                        "BeginMessage",
                        "AppendToMessage",
                        "UpdateChatMessage",
                        "DeleteChatMessage",
                        "ChatMessageEvents");
    }

    @Test
    void answersBookings() {
        String trip = planned();

        Wire.Answer added = ask("AddBooking", TRAIN.formatted(trip));
        String id = added.at("/addBooking/booking/id");
        assertThat(added.at("/addBooking/booking/trip/id")).isEqualTo(trip);
        assertThat(added.at("/addBooking/booking/from/code")).isEqualTo("94-31039");
        assertThat(added.at("/addBooking/booking/travellers/0/ticketNumber")).isEqualTo("7021");
        assertThat(added.at("/addBooking/booking/start/instant")).isEqualTo("2027-05-01T08:39:00Z");

        Wire.Answer updated = ask("UpdateBooking", """
                { "input": { "id": "%s", "expectedVersion": 1, "seat": "21, 62" } }""".formatted(id));
        assertThat(updated.at("/updateBooking/booking"))
                .isEqualTo("{\"id\":\"%s\",\"seat\":\"21, 62\",\"version\":2}".formatted(id));

        assertThat(ask("SeatTravellers", """
                        { "input": { "id": "%s", "travellers": [{ "name": "Ada Lovelace", "seat": "62" }, { "name": "Anne Byron", "seat": "63" }] } }
                        """.formatted(id)).each("/updateBooking/booking/travellers", "/seat"))
                .containsExactly("62", "63");

        Wire.Answer listed = ask("Bookings", "{ \"id\": \"%s\" }".formatted(trip));
        assertThat(listed.each("/trip/bookings", "/kind")).containsExactly("TRAIN", "CAR");
        assertThat(listed.at("/trip/spent/amount")).isEqualTo("0.00");

        Wire.Answer removed = ask("RemoveBooking", "{ \"id\": \"%s\" }".formatted(id));
        assertThat(removed.at("/removeBooking/deletedId")).isEqualTo(id);
        assertThat(removed.each("/removeBooking/trip/bookings", "/id")).hasSize(1);
    }

    @Test
    void answersTheItinerary() {
        String trip = planned();
        String train = ask("AddBooking", TRAIN.formatted(trip)).at("/addBooking/booking/id");

        Wire.Answer itinerary = ask("TripItinerary", "{ \"id\": \"%s\" }".formatted(trip));
        assertThat(itinerary.each("/trip/itinerary/days", "/date")).containsExactly("2027-05-01");
        assertThat(itinerary.at("/trip/itinerary/days/0/entries/0/moment")).isEqualTo("BEGINS");
        assertThat(itinerary.at("/trip/itinerary/days/0/entries/0/item/id")).isEqualTo(train);
        assertThat(itinerary.each("/trip/itinerary/undated", "/__typename")).containsExactly("Booking");
        assertThat(itinerary.at("/trip/itinerary/findings"))
                .isEqualTo(
                        "[{\"kind\":\"NIGHT_WITHOUT_BED\",\"firstDay\":\"2027-05-01\",\"lastDay\":\"2027-05-03\",\"items\":[]}]");

        Wire.Answer next = ask("UpNext", "{ \"after\": \"2027-05-01T06:00:00Z\", \"first\": 5 }");
        assertThat(next.each("/upNext", "/item/id")).containsExactly(train);
        assertThat(next.each("/upNext", "/item/trip/id")).containsExactly(trip);
    }

    @Test
    void answersFindTrips() {
        String trip = planned();
        ask("AddBooking", TRAIN.formatted(trip));

        Wire.Answer found = ask("FindTrips", """
                { "filter": { "underWayOn": "2027-05-02", "touchesMonth": "2027-05",
                  "near": { "latitude": 38.72, "longitude": -9.14, "kilometres": 20 } } }""");
        Wire.Answer flown = ask("FindTrips", "{ \"filter\": { \"flight\": { \"fromOrTo\": \"LIS\" } } }");

        assertThat(found.each("/trips/nodes", "/id")).containsExactly(trip);
        assertThat(flown.at("/trips/totalCount")).isEqualTo("0");
    }

    @Test
    void answersAddFlightByTicket() {
        Wire.Answer added = ask("AddFlightByTicket", """
                { "input": { "tripId": "%s", "flight": { "flightNumber": "TP571", "departureAirport": "BER", "arrivalAirport": "LIS",
                  "departure": { "localDateTime": "2027-05-01T06:10" }, "arrival": { "localDateTime": "2027-05-01T08:50" } } } }
                """.formatted(planned()));
        assertThat(added.at("/addFlight/flight/departure")).isEqualTo("""
                {"instant":"2027-05-01T04:10:00Z","localDateTime":"2027-05-01T06:10:00","date":"2027-05-01","timeZone":"Europe/Berlin"}""");
        assertThat(added.at("/addFlight/flight/arrivalTime")).isEqualTo("2027-05-01T07:50:00Z");
        assertThat(ask("BoardFlight", """
                        { "input": { "id": "%s", "departureTerminal": "1", "departureGate": "A12",
                          "boarding": { "localDateTime": "2027-05-01T05:40" },
                          "travellers": [{ "name": "Ada Lovelace", "seat": "12A", "ticketNumber": "0472112345678" }] } }
                        """.formatted(added.at("/addFlight/flight/id")))
                        .at("/updateFlight/flight/boarding/instant"))
                .isEqualTo("2027-05-01T03:40:00Z");
    }

    @Test
    void answersImportReservations() {
        String trip = planned();
        String train = """
                { "input": { "tripId": "%s", "documents": [{ "@type": "TrainReservation", "reservationNumber": "CP-1",
                  "reservationFor": { "trainNumber": "AP 123", "departureTime": "2027-05-03T08:09:00+01:00" } }] } }""".formatted(trip);

        assertThat(ask("ImportReservations", train).at("/importReservations/results/0/outcome"))
                .isEqualTo("ADDED");
        assertThat(ask("ImportReservations", train).at("/importReservations/results/0/outcome"))
                .isEqualTo("LEFT");
        assertThat(ask("ExportReservations", "{ \"id\": \"%s\" }".formatted(trip))
                        .each("/trip/reservations", "/@type"))
                .contains("RentalCarReservation")
                .hasSize(2);
    }

    @Test
    void answersSubscribeCalendar() {
        String link = ask("SubscribeCalendar", "{ \"tripId\": null }").at("/createCalendarLink/calendarLink/id");

        assertThat(ask("CalendarLinks", "{}").each("/viewer/calendarLinks", "/id"))
                .containsExactly(link);
        assertThat(ask("UnsubscribeCalendar", "{ \"id\": \"%s\" }".formatted(link))
                        .at("/revokeCalendarLink/revokedId"))
                .isEqualTo(link);
    }

    @Test
    void countsTheCostInTheCurrenciesOfItsParts() {
        String trip = planned();
        String stay = ask("AddStayInTwoCurrencies", """
                { "input": { "tripId": "%s", "accommodation": { "name": "Hotel", "status": "BOOKED",
                  "checkInDate": "2027-05-01", "checkOutDate": "2027-05-04",
                  "pricePerNight": { "amount": 70.5, "currency": "EUR" },
                  "totalPrice": { "amount": 33000, "currency": "JPY" } } } }""".formatted(trip)).at("/addAccommodation/accommodation/id");
        ask("RefundStay", """
                { "input": { "id": "%s", "status": "CANCELLED", "refund": { "amount": 30000 } } }""".formatted(stay));

        Wire.Answer cost = ask("TripCost", "{ \"id\": \"%s\", \"currency\": \"JPY\" }".formatted(trip));

        assertThat(cost.at("/trip/spentByCurrency")).isEqualTo("[{\"amount\":3000.00,\"currency\":\"JPY\"}]");
        assertThat(cost.at("/trip/spentConverted/total")).isEqualTo("{\"amount\":3000.00,\"currency\":\"JPY\"}");
    }

    @Test
    void letsPeopleInAndOthersLookByLinks() {
        String trip = planned();
        Wire.Answer invited = ask("InviteByLink", """
                { "input": { "tripId": "%s", "role": "VIEWER", "maxUses": 5 } }""".formatted(trip));
        String token = "{ \"token\": \"" + invited.at("/createInvitationLink/secret") + "\" }";
        assertThat(somebody().send(operation("JoinByLink"), token).at("/acceptInvitationLink/trip/viewerRole"))
                .isEqualTo("VIEWER");

        Wire.Answer published = ask("PublishTrip", """
                { "input": { "tripId": "%s", "name": "For the blog" } }""".formatted(trip));
        assertThat(new Wire(port, published.at("/createPublicLink/secret"))
                        .send(operation("PublicTrip"))
                        .at("/publicTrip/title"))
                .isEqualTo("Portugal by train");

        Wire.Answer links = ask("TripLinks", id(trip));
        assertThat(links.each("/trip/invitationLinks", "/uses")).containsExactly("1");
        ask("EndInvitationLink", id(links.at("/trip/invitationLinks/0/id"))).at("/revokeInvitationLink/revokedId");
        ask("EndPublicLink", id(links.at("/trip/publicLinks/0/id"))).at("/revokePublicLink/publicLink/revokedAt");
    }

    private static String id(String id) {
        return "{ \"id\": \"" + id + "\" }";
    }

    private static String operation(String name) {
        return requireNonNull(TRIP.get(name), name);
    }

    /** The id of a trip that the operation made. */
    private String planned() {
        return ask("PlanTrip", """
                { "input": { "title": "Portugal by train", "startDate": "2027-05-01", "endDate": "2027-05-04",
                  "bookings": [{ "kind": "CAR" }] } }
                """).at("/createTrip/trip/id");
    }

    private Wire.Answer ask(String operation, String variables) {
        return wire.send(requireNonNull(TRIP.get(operation), operation), variables);
    }
}
