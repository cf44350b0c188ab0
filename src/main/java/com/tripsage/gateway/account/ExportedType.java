package com.tripsage.gateway.account;

import com.tripsage.gateway.value.ClockColumns;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.support.JdbcUtils;

/**
 * A type of the API that an export has lines of, and the table that it comes from. Its fields are all columns that the caller may read,
 * in camel case; a type says only what differs.
 *
 * @param fields columns whose field has another name or another form than the column, as an expression over the row {@code t}
 * @param unnamed columns that are part of another field, or of no use outside of the database
 */
record ExportedType(String name, String table, Map<String, Field> fields, Set<String> unnamed) {

    private static final Field MEMORY_TEXT = new Field("text", "t.content_text");

    /** With what was appended to a message that is being written. */
    private static final String CHAT_TEXT =
            "case when t.state = 'streaming' then t.content || gateway.appended(t.id) else t.content end";

    /** In the order of their lines. */
    static final List<ExportedType> ALL = List.of(
            new ExportedType("User", "users", Map.of("api_keys", new Field("apiKeyNames", """
                            case when jsonb_typeof(t.api_keys) = 'object'
                                 then (select jsonb_agg(k order by k) from jsonb_object_keys(t.api_keys) k) end""")), Set.of()),
            new ExportedType(
                    "Trip",
                    "trips",
                    Map.of(
                            "user_id", new Field("ownerId", "t.user_id"),
                            "budget_total", money("budget", "budget_total", "t.budget_currency"),
                            "status", constant("status")),
                    Set.of("budget_currency")),
            new ExportedType(
                            "Flight",
                            "flights",
                            Map.of(
                                    "price", money("price", "price", "t.currency"),
                                    "refund", money("refund", "refund", "t.refund_currency"),
                                    "status", constant("status")),
                            Set.of("currency", "refund_currency", "import_key"))
                    .withClock("departure", "departure_time")
                    .withClock("arrival", "arrival_time")
                    .withClock("boarding", ""),
            new ExportedType(
                            "Accommodation",
                            "accommodations",
                            Map.of(
                                    "price_per_night", money("pricePerNight", "price_per_night", "t.currency"),
                                    "total_price",
                                            money(
                                                    "totalPrice",
                                                    "total_price",
                                                    "coalesce(t.total_currency, t.currency)"),
                                    "refund", money("refund", "refund", "t.refund_currency"),
                                    "coordinates", coordinates("coordinates", "coordinates"),
                                    "status", constant("status")),
                            Set.of("currency", "total_currency", "refund_currency", "import_key"))
                    .withClock("check_in", "check_in_date")
                    .withClock("check_out", "check_out_date"),
            new ExportedType(
                            "Booking",
                            "bookings",
                            Map.of(
                                    "kind", constant("kind"),
                                    "from_coordinates", coordinates("fromCoordinates", "from_coordinates"),
                                    "to_coordinates", coordinates("toCoordinates", "to_coordinates"),
                                    "price", money("price", "price", "t.currency"),
                                    "refund", money("refund", "refund", "t.refund_currency"),
                                    "status", constant("status")),
                            Set.of("currency", "refund_currency", "import_key"))
                    .withClock("start", "")
                    .withClock("end", ""),
            new ExportedType(
                    "Asset",
                    "assets",
                    Map.of("sha256", new Field("sha256", "encode(t.sha256, 'hex')")),
                    Set.of("user_id")),
            new ExportedType("TripEmbedding", "trip_embeddings", Map.of(), Set.of()),
            new ExportedType("TripMember", "trip_members", Map.of("role", constant("role")), Set.of()),
            new ExportedType(
                    "TripInvitation",
                    "trip_invitations",
                    Map.of(
                            "address", new Field("email", "t.address"),
                            "created_at", new Field("invitedAt", "t.created_at"),
                            "role", constant("role")),
                    Set.of()),
            new ExportedType("InvitationLink", "trip_invitation_links", Map.of("role", constant("role")), Set.of()),
            new ExportedType(
                    "BlockedUser",
                    "user_blocks",
                    Map.of(
                            "blocked_id", new Field("id", "t.blocked_id"),
                            "created_at", new Field("blockedAt", "t.created_at")),
                    Set.of()),
            new ExportedType(
                    "Memory",
                    "memory_embeddings",
                    Map.of(
                            "content_type", new Field("kind", "upper(t.content_type)"),
                            "content_text", MEMORY_TEXT,
                            "superseded_by", new Field("supersededById", "t.superseded_by"),
                            "describes_trip", new Field("describesTripId", "t.describes_trip")),
                    Set.of()),
            new ExportedType("MemoryRevision", "memory_history", Map.of("content_text", MEMORY_TEXT), Set.of()),
            new ExportedType("ChatSession", "chat_sessions", Map.of(), Set.of()),
            new ExportedType(
                    "ChatMessage",
                    "chat_messages",
                    Map.of(
                            "role",
                            constant("role"),
                            "state",
                            constant("state"),
                            "content",
                            new Field("content", CHAT_TEXT),
                            "model_fields",
                            new Field(
                                    "modelMessage",
                                    "gateway.model_message(t.role, " + CHAT_TEXT
                                            + ", t.parts, t.tool_calls, t.tool_call_id, t.name, t.model_fields)")),
                    Set.of()),
            new ExportedType(
                    "AccessToken",
                    "access_tokens",
                    Map.of("scope", new Field("scopes", "string_to_array(t.scope, ' ')")),
                    Set.of("user_id", "made_with")),
            new ExportedType("CalendarLink", "calendar_links", Map.of(), Set.of("user_id")),
            new ExportedType(
                    "Webhook",
                    "webhooks",
                    Map.of("disabled_reason", new Field("disabledReason", "upper(t.disabled_reason)")),
                    Set.of("secret", "former_secret", "former_until", "log_cursor", "due_at", "lease", "lease_until")),
            new ExportedType(
                    "WebhookDelivery",
                    "webhook_deliveries",
                    Map.of("kind", constant("kind"), "state", constant("state"), "error", constant("error")),
                    Set.of()));

    /** Invitations that wait for the caller, who sees them through a function alone. */
    static final String RECEIVED_INVITATIONS = """
            select json_build_object('__typename', 'ReceivedInvitation', 'id', t.id, 'tripTitle', t.title, 'role', upper(t.role),
                                     'inviterId', t.inviter_id, 'inviterEmail', t.inviter_email,
                                     'inviterName', t.inviter_name, 'invitedAt', t.created_at)
              from sharing.invitations(null) t""";

    /** The type with a clock as one field, beside that of a column which has a field of its own. */
    private ExportedType withClock(String clock, String ownColumn) {
        ClockColumns<String> columns = ClockColumns.of(clock);
        var all = new HashMap<>(fields);
        all.put(columns.local(), new Field(JdbcUtils.convertUnderscoreNameToPropertyName(clock), """
                case when coalesce(t.%1$s::text, t.%2$s::text, t.%3$s::text) is not null
                     then json_build_object('instant', t.%1$s, 'localDateTime', t.%2$s, 'date', t.%3$s, 'timeZone', t.%4$s)
                end""".formatted(
                        columns.time(), columns.local(), columns.date(), columns.zone())));
        var others = new HashSet<>(unnamed);
        others.addAll(List.of(columns.time(), columns.date(), columns.zone(), clock + "_by_local"));
        others.remove(ownColumn);
        return new ExportedType(name, table, all, others);
    }

    private static Field money(String field, String amount, String currency) {
        return new Field(field, """
                case when t.%1$s is not null
                     then json_build_object('amount', round(t.%1$s, greatest(2, min_scale(t.%1$s))), 'currency', %2$s)
                end""".formatted(amount, currency));
    }

    private static Field coordinates(String field, String column) {
        return new Field(field, """
                case when t.%1$s is not null
                     then json_build_object('latitude', t.%1$s[1], 'longitude', t.%1$s[0]) end""".formatted(column));
    }

    private static Field constant(String column) {
        return new Field(column, "upper(t." + column + ")");
    }

    /** A field of the API, and its value. */
    record Field(String name, String value) {}
}
