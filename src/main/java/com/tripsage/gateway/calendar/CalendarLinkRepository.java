package com.tripsage.gateway.calendar;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;

/** The caller's links to calendars. */
interface CalendarLinkRepository extends Repository<CalendarLink, UUID> {

    @Query("select id, trip_id, created_at, last_used_at from public.calendar_links order by position")
    List<CalendarLink> findAll();

    @Query("""
            insert into public.calendar_links (user_id, trip_id, hash)
            values ((select auth.uid()), cast(:tripId as uuid), decode(:hash, 'hex'))
            returning id, trip_id, created_at, last_used_at
            """)
    CalendarLink add(@Nullable UUID tripId, String hash);

    @Modifying
    @Query("delete from public.calendar_links where id = :id")
    boolean delete(UUID id);
}
