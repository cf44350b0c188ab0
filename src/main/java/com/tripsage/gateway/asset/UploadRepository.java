package com.tripsage.gateway.asset;

import com.tripsage.gateway.table.Table;
import java.sql.ResultSet;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The caller's uploads, where the caller may still change the trip. */
@Repository
class UploadRepository {

    private static final Table<Upload> UPLOADS = Table.of("public.asset_uploads", Upload.class)
            .selected("sha256", "encode(sha256, 'hex')")
            .read("bytesOfTrip", ResultSet::getLong)
            .read("bytesOfUser", ResultSet::getLong)
            .build();

    private final JdbcClient jdbc;

    UploadRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Begins an upload; empty where the caller does not see the trip. */
    Optional<Upload> insert(CreateUploadInput input, OffsetDateTime expiresAt) {
        return jdbc.sql("""
                        insert into public.asset_uploads (trip_id, name, content_type, size, sha256, is_picture, keep_position, expires_at)
                        select cast(:trip as uuid), :name, :type, :size, decode(:sha256, 'hex'), :isPicture, :keepPosition, :expiresAt
                         where cast(:trip as uuid) is null
                            or exists (select from public.trips t where t.id = cast(:trip as uuid))
                        returning\s""" + UPLOADS.columns())
                .param("trip", input.tripId(), Types.OTHER)
                .param("name", input.name())
                .param("type", input.contentType())
                .param("size", input.size())
                .param("sha256", input.sha256())
                .param("isPicture", input.isPicture())
                .param("keepPosition", input.keepPosition())
                .param("expiresAt", expiresAt)
                .query(UPLOADS)
                .optional();
    }

    Optional<Upload> find(UUID id) {
        return jdbc.sql(UPLOADS.select() + " where id = :id and expires_at > now()")
                .param("id", id)
                .query(UPLOADS)
                .optional();
    }
}
