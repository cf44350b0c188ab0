package com.tripsage.gateway.asset;

import com.tripsage.gateway.asset.store.Area;
import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.database.Identity;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.database.UuidArray;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What the database knows of bytes that nobody needs, and of bytes that should be there, of all users. */
@Repository
class AssetCleanup {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final AssetProperties properties;

    AssetCleanup(JdbcClient jdbc, Transactions transactions, AssetProperties properties) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.properties = properties;
    }

    /** Forgets uploads that were not completed in time. */
    void endUploads() {
        run(() -> jdbc.sql("delete from public.asset_uploads where expires_at <= now()")
                .update());
    }

    /** Some of the removals whose time has come. */
    List<Removal> due(int most) {
        return run(() -> jdbc.sql("""
                        select r.id, r.removed_at,
                               exists (select from public.assets a where a.id = r.id) as is_asset,
                               exists (select from public.asset_uploads u where u.id = r.id) as is_upload
                          from gateway.asset_removals r
                         where r.at_once or r.removed_at < now() - make_interval(secs => :kept)
                         order by r.removed_at
                         limit :most
                        """)
                .param("kept", (double) properties.kept().toSeconds())
                .param("most", most)
                .query((row, _) -> new Removal(
                        row.getObject("id", UUID.class),
                        row.getObject("removed_at", OffsetDateTime.class),
                        row.getBoolean("is_asset"),
                        row.getBoolean("is_upload")))
                .list());
    }

    /** Forgets a removal that is done, unless something has been removed since. */
    void done(Removal removal) {
        run(() -> jdbc.sql("delete from gateway.asset_removals where id = :id and removed_at = :removedAt")
                .param("id", removal.id())
                .param("removedAt", removal.removedAt())
                .update());
    }

    /** Has bytes of an area that no row needs removed after a time; how many they are. What was sent is not needed by an asset. */
    int removeUnknown(Area area, Collection<UUID> found) {
        return run(() -> jdbc.sql("""
                        insert into gateway.asset_removals (id, at_once)
                        select f, false
                          from unnest(cast(:found as uuid[])) f
                         where (:isSent or not exists (select from public.assets a where a.id = f))
                           and not exists (select from public.asset_uploads u where u.id = f)
                            on conflict do nothing
                        """)
                .param("found", UuidArray.of(found))
                .param("isSent", area == Area.UPLOADS)
                .update());
    }

    /** Some assets, in the order of their ids. */
    List<Known> after(@Nullable UUID last, int most) {
        return run(() -> jdbc.sql("""
                        select id, is_missing from public.assets
                         where id > coalesce(cast(:last as uuid), '00000000-0000-0000-0000-000000000000')
                         order by id
                         limit :most
                        """)
                .param("last", last, java.sql.Types.OTHER)
                .param("most", most)
                .query((row, _) -> new Known(row.getObject("id", UUID.class), row.getBoolean("is_missing")))
                .list());
    }

    void mark(UUID id, boolean isMissing) {
        run(() -> jdbc.sql("update public.assets set is_missing = :isMissing where id = :id")
                .param("id", id)
                .param("isMissing", isMissing)
                .update());
    }

    private <T> T run(Supplier<T> work) {
        return transactions.run(Identity.ASSETS, Access.WRITE, Deadline.after(TIMEOUT), _ -> work.get());
    }

    /**
     * Bytes that are to go.
     *
     * @param isAsset whether there is an asset after all, so that only what was sent for it is left over
     * @param isUpload whether there is an upload, which still may be completed
     */
    record Removal(UUID id, OffsetDateTime removedAt, boolean isAsset, boolean isUpload) {}

    record Known(UUID id, boolean isMissing) {}
}
