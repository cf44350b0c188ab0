package com.tripsage.gateway.asset;

import com.tripsage.gateway.database.UuidArray;
import com.tripsage.gateway.table.Table;
import com.tripsage.gateway.table.TableRepository;
import java.sql.Types;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The assets that the caller sees. */
@Repository
class AssetRepository extends TableRepository<Asset> {

    private static final Table<Asset> ASSETS = Table.of("public.assets", Asset.class)
            .selected("sha256", "encode(sha256, 'hex')")
            .build();

    AssetRepository(JdbcClient jdbc) {
        super(ASSETS, jdbc);
    }

    List<Asset> findByTrips(Collection<UUID> tripIds) {
        return findByParents("trip_id", tripIds, "position");
    }

    List<Asset> findByUsers(Collection<UUID> userIds) {
        return findByParents("user_id", userIds, "position");
    }

    /** The newest picture of each user, of those who have one. */
    List<Asset> findPictures(Collection<UUID> userIds) {
        return jdbc.sql(
                        "select distinct on (user_id) " + ASSETS.columns()
                                + " from public.assets where user_id = any(:users) and is_picture order by user_id, position desc")
                .param("users", UuidArray.of(userIds))
                .query(ASSETS)
                .list();
    }

    /** Makes an asset of an upload of the caller's that has been checked; empty where there is no such upload any more. */
    Optional<Asset> complete(UUID id, CheckedUpload checked) {
        return jdbc.sql("""
                        with sent as (delete from public.asset_uploads where id = :id returning *)
                        insert into public.assets (id, trip_id, user_id, name, content_type, size, sha256, width, height, is_picture)
                        select s.id, s.trip_id, case when s.trip_id is null then s.user_id end, s.name, :type, s.size,
                               decode(:sha256, 'hex'), :width, :height, s.is_picture
                          from sent s
                        returning\s""" + ASSETS.columns())
                .param("id", id)
                .param("type", checked.contentType())
                .param("sha256", checked.sha256())
                .param("width", checked.width(), Types.INTEGER)
                .param("height", checked.height(), Types.INTEGER)
                .query(ASSETS)
                .optional();
    }

    /** Removes an asset; false where the caller may not. */
    boolean remove(UUID id) {
        return jdbc.sql("delete from public.assets where id = :id")
                        .param("id", id)
                        .update()
                > 0;
    }
}
