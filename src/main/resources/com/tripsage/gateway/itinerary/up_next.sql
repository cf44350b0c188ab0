-- The beginnings and ends that come next in the trips that the caller sees. Each trip is asked for its own first ones, by its index. A time
-- without an instant counts as if it were in UTC, and a day alone until it is over.
select next.part, next.id, next.moment
  from public.trips t
 cross join lateral (
           select clock.*,
                  coalesce(instant, (coalesce(local, day) at time zone 'UTC')) as at
             from (select 'Flight' as part, f.id, m.*
                     from public.flights f
                    cross join lateral (values
                              ('BEGINS', f.departure_time, f.departure_local, f.departure_date, null),
                              ('ENDS',   f.arrival_time,   f.arrival_local,   f.arrival_date,
                               coalesce(f.departure_date, (f.departure_time at time zone 'UTC')::date)))
                              as m (moment, instant, local, day, first_day)
                    where f.trip_id = t.id
                      and f.status in ('held', 'booked')
                   union all
                   select 'Accommodation', a.id, m.*
                     from public.accommodations a
                    cross join lateral (values
                              ('BEGINS', a.check_in_time,  a.check_in_local,  a.check_in_date,  null),
                              ('ENDS',   a.check_out_time, a.check_out_local, a.check_out_date,
                               coalesce(a.check_in_date, (a.check_in_time at time zone 'UTC')::date)))
                              as m (moment, instant, local, day, first_day)
                    where a.trip_id = t.id
                      and a.status in ('held', 'booked')
                   union all
                   select 'Booking', b.id, m.*
                     from public.bookings b
                    cross join lateral (values
                              ('BEGINS', b.start_time, b.start_local, b.start_date, null),
                              ('ENDS',   b.end_time,   b.end_local,   b.end_date,
                               coalesce(b.start_date, (b.start_time at time zone 'UTC')::date)))
                              as m (moment, instant, local, day, first_day)
                    where b.trip_id = t.id
                      and b.status in ('held', 'booked')) as clock
            where coalesce(instant, local at time zone 'UTC', (day + 1)::timestamp at time zone 'UTC') > :after
              and coalesce(day, (instant at time zone 'UTC')::date) is distinct from first_day
            order by at
            limit :first) as next
 where t.status <> 'cancelled'
   and coalesce(t.end_date, t.start_date, 'infinity') > (cast(:after as timestamptz) at time zone 'UTC')::date - 31
 order by next.at, next.moment desc, next.id
 limit :first
