package com.tripsage.gateway.torture;

/** Something that a writer does to a row: how to find one, and how to do it in SQL and through the gateway. */
enum Deed {
    UPDATE_TRIP(
            6,
            Rows.TRIP,
            "update trips set description = :text where id = :trip",
            "updateTrip(input: {id: $trip, description: $text}) { trip { id } }"),
    ADD_FLIGHT(
            3,
            Rows.TRIP,
            "insert into flights (trip_id, airline) values (:trip, :text)",
            "addFlight(input: {tripId: $trip, flight: {airline: $text}}) { flight { id } }"),
    UPDATE_FLIGHT(
            4,
            Rows.FLIGHT,
            "update flights set airline = :text where id = :row",
            "updateFlight(input: {id: $row, airline: $text}) { flight { id } }"),
    /** Which only other programs do. */
    MOVE_FLIGHT(
            2,
            Rows.FLIGHT,
            "update flights set trip_id = (select id from trips where id <> :trip order by random() limit 1)"
                    + " where id = :row",
            ""),
    REMOVE_FLIGHT(2, Rows.FLIGHT, "delete from flights where id = :row", "removeFlight(id: $row) { deletedId }"),
    ADD_STAY(
            3,
            Rows.TRIP,
            "insert into accommodations (trip_id, name) values (:trip, :text)",
            "addAccommodation(input: {tripId: $trip, accommodation: {name: $text}}) { accommodation { id } }"),
    UPDATE_STAY(
            4,
            Rows.STAY,
            "update accommodations set name = :text where id = :row",
            "updateAccommodation(input: {id: $row, name: $text}) { accommodation { id } }"),
    REMOVE_STAY(
            2, Rows.STAY, "delete from accommodations where id = :row", "removeAccommodation(id: $row) { deletedId }"),
    ADD_MEMBER(
            4,
            Rows.CANDIDATE,
            "insert into trip_members (trip_id, user_id, role) values (:trip, :row, 'viewer')",
            "shareTrip(input: {tripId: $trip, userEmail: $email, role: VIEWER}) { trip { id } }"),
    CHANGE_ROLE(
            2,
            Rows.MEMBER,
            "update trip_members set role = case role when 'viewer' then 'editor' else 'viewer' end"
                    + " where trip_id = :trip and user_id = :row",
            "shareTrip(input: {tripId: $trip, userEmail: $email, role: EDITOR}) { trip { id } }"),
    REMOVE_MEMBER(
            3,
            Rows.GUEST,
            "delete from trip_members where trip_id = :trip and user_id = :row",
            "unshareTrip(input: {tripId: $trip, userId: $row}) { trip { id } }"),
    CREATE_TRIP(
            2,
            "select gen_random_uuid() as trip, id as owner, id as row, email from users order by random() limit 1",
            "insert into trips (id, user_id, title) values (:trip, :owner, 'Meanwhile')",
            "createTrip(input: {title: \"Meanwhile\"}) { trip { id } }"),
    DELETE_TRIP(
            1,
            "select id as trip, user_id as owner, id as row, '' as email from trips where title = 'Meanwhile'"
                    + " order by random() limit 1",
            "delete from trips where id = :trip",
            "deleteTrip(id: $trip) { deletedId }");

    private final int weight;
    private final String query;
    private final String sql;
    private final String mutation;

    Deed(int weight, String query, String sql, String mutation) {
        this.weight = weight;
        this.query = query;
        this.sql = sql;
        this.mutation = mutation;
    }

    int weight() {
        return weight;
    }

    /** Finds a row to do it to, as trip, owner, row and email. */
    String query() {
        return query;
    }

    String sql() {
        return sql;
    }

    boolean isMutation() {
        return !mutation.isEmpty();
    }

    String document() {
        StringBuilder variables = new StringBuilder();
        for (String variable : new String[] {"trip: ID!", "row: ID!", "email: String!", "text: String!"}) {
            String name = "$" + variable.substring(0, variable.indexOf(':'));
            if (mutation.contains(name)) {
                variables.append(variables.isEmpty() ? "" : ", ").append('$').append(variable);
            }
        }
        return "mutation" + (variables.isEmpty() ? "" : " (" + variables + ")") + " { " + mutation + " }";
    }

    /** Queries for a row that something can be done to. */
    private static final class Rows {

        private static final String TRIP =
                "select id as trip, user_id as owner, id as row, '' as email from trips order by random() limit 1";

        private static final String FLIGHT = "select t.id as trip, t.user_id as owner, f.id as row, '' as email"
                + " from flights f join trips t on t.id = f.trip_id order by random() limit 1";

        private static final String STAY = "select t.id as trip, t.user_id as owner, a.id as row, '' as email"
                + " from accommodations a join trips t on t.id = a.trip_id order by random() limit 1";

        private static final String MEMBER = "select t.id as trip, t.user_id as owner, u.id as row, u.email"
                + " from trip_members m join trips t on t.id = m.trip_id join users u on u.id = m.user_id"
                + " order by random() limit 1";

        /** Not those who are members from the beginning to the end. */
        private static final String GUEST = MEMBER.replace(" order", " where m.joined_at > '2001-01-01' order");

        /** One in three of those whose trip it is not: the others never see it. */
        private static final String CANDIDATE = "select t.id as trip, t.user_id as owner, u.id as row, u.email"
                + " from trips t cross join users u"
                + " where u.id <> t.user_id and hashtext(t.id::text || u.id) % 3 = 0"
                + " and not exists (select from trip_members m where m.trip_id = t.id and m.user_id = u.id)"
                + " order by random() limit 1";
    }
}
