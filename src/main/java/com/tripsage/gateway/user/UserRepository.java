package com.tripsage.gateway.user;

import com.tripsage.gateway.database.UuidArray;
import com.tripsage.gateway.execution.AskedFields;
import com.tripsage.gateway.graphql.NodeSource;
import com.tripsage.gateway.value.Columns;
import com.tripsage.gateway.value.Json;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class UserRepository implements NodeSource {

    /** The columns of the caller's own row. */
    private static final String OWN_COLUMNS = """
            u.auth_provider, u.profile, u.preferences, u.travel_preferences, ${key_names} as api_key_names,
            u.created_at, u.updated_at, u.version
            """;

    /** Of keys only their names, because no field of the API shows the keys. */
    private static final String KEY_NAMES = """
            case when jsonb_typeof(u.api_keys) = 'object'
                 then array(select jsonb_object_keys(u.api_keys) order by 1)
                 else '{}' end""";

    private static final String WITH_KEY_NAMES = OWN_COLUMNS.replace("${key_names}", KEY_NAMES);
    private static final String WITHOUT_KEY_NAMES = OWN_COLUMNS.replace("${key_names}", "null");

    private static final String SHOWN_COLUMNS =
            "sharing.shown_name(u.profile) as name, sharing.shown_picture(u.profile) as picture, ";

    private final JdbcClient jdbc;

    UserRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Brings the caller's row in line with the token; false where something is left for the next time, and empty where the account was
     * erased after the token's user had signed in.
     */
    Optional<Boolean> arrive() {
        return jdbc.sql("select case when not erasure.is_closed() then sharing.arrive() end")
                .query(Boolean.class)
                .optional();
    }

    Optional<User> findCaller() {
        return jdbc.sql("select u.id, u.email, " + SHOWN_COLUMNS + ownColumns()
                        + " from public.users u where u.id = (select auth.uid())")
                .query(UserRepository::map)
                .optional();
    }

    /** The users that the caller knows; only the caller's own has all fields. */
    List<User> findAll(Collection<UUID> ids) {
        return jdbc.sql("select p.id, p.email, p.name, p.picture, " + ownColumns()
                        + " from sharing.people(:ids) p left join public.users u on u.id = p.id")
                .param("ids", UuidArray.of(ids))
                .query(UserRepository::map)
                .list();
    }

    Optional<User> updateCaller(@Nullable Integer expectedVersion, Columns patch) {
        return jdbc.sql("""
                        update public.users u
                           set profile            = gateway.json_merge_patch(u.profile, n.profile),
                               preferences        = gateway.json_merge_patch(u.preferences, n.preferences),
                               travel_preferences = gateway.json_merge_patch(u.travel_preferences, n.travel_preferences)
                          from jsonb_to_record(cast(:patch as jsonb))
                               as n (profile jsonb, preferences jsonb, travel_preferences jsonb)
                         where u.id = (select auth.uid())
                           and u.version = coalesce(:expectedVersion, u.version)
                        returning u.id, u.email,\s""" + SHOWN_COLUMNS + WITH_KEY_NAMES)
                .param("patch", patch.json())
                .param("expectedVersion", expectedVersion, Types.INTEGER)
                .query(UserRepository::map)
                .optional();
    }

    @Override
    public String type() {
        return "User";
    }

    @Override
    public String exists() {
        return "exists (select from sharing.people(array[cast(:id as uuid)]))";
    }

    @Override
    public Optional<User> find(UUID id) {
        return findAll(Set.of(id)).stream().findFirst();
    }

    private static String ownColumns() {
        return AskedFields.include("User", "apiKeyNames") ? WITH_KEY_NAMES : WITHOUT_KEY_NAMES;
    }

    private static User map(ResultSet row, int number) throws SQLException {
        OffsetDateTime createdAt = row.getObject(10, OffsetDateTime.class);
        boolean own = createdAt != null;
        return new User(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                Json.of(row, 6),
                Json.of(row, 7),
                Json.of(row, 8),
                own ? names(row.getArray(9)) : null,
                createdAt,
                row.getObject(11, OffsetDateTime.class),
                own ? row.getInt(12) : null);
    }

    private static @Nullable List<String> names(@Nullable Array array) throws SQLException {
        return array == null ? null : List.of((String[]) array.getArray());
    }
}
