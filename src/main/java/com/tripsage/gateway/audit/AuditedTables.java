package com.tripsage.gateway.audit;

import com.tripsage.gateway.event.ChangedFields;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The names of tables in the API: those of the fields that list their rows. */
final class AuditedTables {

    /** Tables that the API doesn't call by their own name in camel case. */
    private static final Map<String, String> OTHERS = Map.of(
            "trip_members", "members",
            "trip_invitations", "invitations",
            "trip_invitation_links", "invitationLinks",
            "user_blocks", "blockedUsers",
            "memory_embeddings", "memories",
            "chat_messages", "messages");

    private static final Map<String, String> BY_NAME =
            OTHERS.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

    private AuditedTables() {}

    static String nameOf(String table) {
        return OTHERS.getOrDefault(table, ChangedFields.camelCase(table));
    }

    /** The table with a name in the API; one that there isn't where the API has no such name. */
    static String named(String name) {
        return BY_NAME.getOrDefault(name, name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT));
    }
}
