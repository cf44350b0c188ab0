package com.tripsage.gateway.reservation;

import java.util.List;

/** Reservations as airlines, hotels and shops put them into their e-mails. */
final class Examples {

    static final String FLIGHT = """
            {
              "@context": "http://schema.org",
              "@type": "FlightReservation",
              "reservationNumber": "QX7PLM",
              "reservationStatus": "http://schema.org/ReservationConfirmed",
              "underName": {"@type": "Person", "name": "Ada Byron"},
              "totalPrice": "420.50",
              "priceCurrency": "EUR",
              "reservationFor": {
                "@type": "Flight",
                "flightNumber": "1169",
                "airline": {"@type": "Airline", "name": "Lufthansa", "iataCode": "LH"},
                "departureAirport": {"@type": "Airport", "name": "Lisboa", "iataCode": "LIS"},
                "departureTime": "2027-05-01T11:15:00",
                "arrivalAirport": {"@type": "Airport", "name": "Frankfurt", "iataCode": "FRA"},
                "arrivalTime": {"@type": "QDateTime", "@value": "2027-05-01T15:25:00+02:00", "timezone": "Europe/Berlin"}
              }
            }""";

    static final String HOTEL = """
            {
              "@context": "https://schema.org",
              "@type": "LodgingReservation",
              "reservationId": "H-77",
              "reservationFor": {
                "@type": "Hotel",
                "name": "Hotel Mondego",
                "address": {
                  "@type": "PostalAddress",
                  "streetAddress": "Largo das Ameias 3",
                  "postalCode": "3000-024",
                  "addressLocality": "Coimbra",
                  "addressCountry": "PT"
                },
                "geo": {"@type": "GeoCoordinates", "latitude": 40.2085, "longitude": -8.4291}
              },
              "checkinTime": "2027-05-01T15:00:00+01:00",
              "checkoutTime": "2027-05-03"
            }""";

    static final String TRAIN = """
            {
              "@context": "http://schema.org",
              "@type": ["TrainReservation"],
              "reservationNumber": "CP-1",
              "reservedTicket": {
                "@type": "Ticket",
                "ticketedSeat": {"@type": "Seat", "seatSection": "21", "seatNumber": "45"}
              },
              "reservationFor": [{
                "@type": "TrainTrip",
                "trainNumber": "AP 123",
                "provider": {"@type": "Organization", "name": "CP"},
                "departureStation": {
                  "@type": "TrainStation", "name": "Lisboa Oriente", "identifier": "94-31039",
                  "geo": {"@type": "GeoCoordinates", "latitude": "38.7679", "longitude": "-9.0990"}
                },
                "arrivalStation": {"@type": "TrainStation", "name": "Porto Campanhã"},
                "departureTime": "2027-05-03T08:09:00+01:00",
                "arrivalTime": "2027-05-03T10:58:00+01:00"
              }]
            }""";

    static final String BUS = """
            {
              "@context": "http://schema.org",
              "@type": "BusReservation",
              "reservationNumber": "B-9",
              "reservationFor": {
                "@type": "BusTrip",
                "busNumber": "712",
                "busName": "Express",
                "provider": {"@type": "Organization", "name": "Rede Expressos"},
                "departureBusStop": {"@type": "BusStop", "name": "Sete Rios"},
                "arrivalBusStop": {"@type": "BusStation", "name": "Évora"},
                "departureTime": "2027-05-04T07:00:00",
                "arrivalTime": "2027-05-04T08:30:00"
              }
            }""";

    static final String FERRY = """
            {
              "@context": "http://schema.org",
              "@type": "BoatReservation",
              "reservationNumber": "F-1",
              "reservationFor": {
                "@type": "BoatTrip",
                "name": "Afternoon crossing",
                "provider": {"@type": "Organization", "name": "Stena Line"},
                "departureBoatTerminal": {"@type": "BoatTerminal", "name": "Kiel"},
                "arrivalBoatTerminal": {"@type": "BoatTerminal", "name": "Göteborg"},
                "departureTime": "2027-05-05",
                "arrivalTime": "2027-05-06T09:15:00+02:00"
              }
            }""";

    static final String DINNER = """
            {
              "@context": "http://schema.org",
              "@type": "FoodEstablishmentReservation",
              "reservationNumber": "T-4",
              "startTime": "2027-05-02T20:30:00",
              "partySize": 4,
              "reservationFor": {
                "@type": "FoodEstablishment",
                "name": "A Cozinha",
                "address": "Rua do Cabido 4, Coimbra"
              }
            }""";

    static final String CONCERT = """
            {
              "@context": "http://schema.org",
              "@type": "EventReservation",
              "reservationNumber": "E-5",
              "reservationFor": {
                "@type": "MusicEvent",
                "name": "Fado",
                "startDate": "2027-05-02T22:00:00Z",
                "endDate": "2027-05-03T00:00:00Z",
                "organizer": {"@type": "Organization", "name": "Casa da Música"},
                "location": {
                  "@type": "Place",
                  "name": "Casa",
                  "address": {"@type": "PostalAddress", "streetAddress": "Avenida 1", "addressLocality": "Porto"}
                }
              }
            }""";

    static final String CAR = """
            {
              "@context": "http://schema.org",
              "@type": "RentalCarReservation",
              "reservationNumber": "C-3",
              "totalPrice": 90,
              "priceCurrency": "EUR",
              "pickupLocation": {"@type": "Place", "name": "Airport Porto"},
              "pickupTime": "2027-05-04T09:00:00+01:00",
              "dropoffLocation": {"@type": "Place", "name": "Airport Faro"},
              "dropoffTime": "2027-05-07T18:00:00+01:00",
              "reservationFor": {
                "@type": "RentalCar",
                "name": "Small car",
                "rentalCompany": {"@type": "Organization", "name": "Europcar"}
              }
            }""";

    static final String TAXI = """
            {
              "@context": "http://schema.org",
              "@type": "TaxiReservation",
              "reservationNumber": "X-8",
              "pickupLocation": {"@type": "Place", "name": "Hotel Mondego"},
              "pickupTime": "2027-05-03T06:30:00",
              "reservationFor": {"@type": "Taxi", "provider": {"@type": "Organization", "name": "Bolt"}}
            }""";

    static final String TOUR = """
            {
              "@context": "http://schema.org",
              "@type": "Reservation",
              "reservationNumber": "O-2",
              "provider": {"@type": "Organization", "name": "Walks"},
              "startTime": "2027-05-02",
              "reservationFor": {"@type": "Thing", "name": "A walk through the old town"}
            }""";

    static final List<String> ALL = List.of(FLIGHT, HOTEL, TRAIN, BUS, FERRY, DINNER, CONCERT, CAR, TAXI, TOUR);

    private Examples() {}
}
