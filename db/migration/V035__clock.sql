-- The clock on the ticket: what was said of a time, the instant, the time of day on the spot, the day, and the zone, and what follows
-- from it for whoever writes whichever of them (docs/decisions/0055-clock-on-the-ticket.md). A table has a clock by one call:
--     select gateway.keep_ticket_time('public.flights', 'departure', place => 'departure_airport');
-- which adds departure_time, departure_local, departure_date and departure_zone where they are not there yet. make_part_of_trip and
-- follow come after it.

select gateway.create_owning_role('tripsage_clock', 'clock');

create table gateway.places (
    code        varchar(10) collate "C" not null,
    coordinates point                   not null,
    zone        varchar(64)             not null,

    constraint places_pkey primary key (code)
);
comment on table gateway.places is 'Airports by their IATA code, with their time zones: what zones of tickets are worked out from.';
comment on column gateway.places.coordinates is 'point(longitude, latitude), in degrees.';
grant select on gateway.places to tripsage_clock;

set local role tripsage_clock;

comment on schema clock is 'Times as tickets have them: the functions behind the triggers.';

create function clock.zone_of_place(code text) returns varchar
    language sql stable parallel safe
    return (select p.zone from gateway.places p where p.code = upper(btrim(zone_of_place.code) collate "C"));
comment on function clock.zone_of_place(text) is 'The time zone of an airport, however its code is spelled; null where it is not known.';

create function clock.is_offset(zone text) returns boolean
    language sql immutable parallel safe
    return zone ~ '^[+-]((0\d|1[0-7]):[0-5]\d|18:00)$';
comment on function clock.is_offset(text) is 'Whether a zone is an offset, such as +05:30.';

create function clock.is_zone(zone text) returns boolean
    language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
    if clock.is_offset(zone) then
        return true;
    end if;
    -- PostgreSQL takes abbreviations as well, and rules of POSIX, whose offsets have the other sign. Names of one word are IANA's old ones.
    if zone !~ '^[A-Z][A-Za-z_]*(/[A-Z][A-Za-z_-]*)+$'
       and zone !~ '^Etc/GMT([+-]\d{1,2}|0)$'
       and zone <> all ('{UTC,UCT,GMT,GMT0,Zulu,Universal,Greenwich,CET,EET,MET,WET,EST,HST,MST,EST5EDT,CST6CDT,MST7MDT,PST8PDT,Cuba,Egypt,Eire,GB,
                          GB-Eire,Hongkong,Iceland,Iran,Israel,Jamaica,Japan,Kwajalein,Libya,Navajo,NZ,NZ-CHAT,PRC,Poland,Portugal,ROC,ROK,
                          Singapore,Turkey,W-SU}'::text[]) then
        return false;
    end if;
    perform now() at time zone zone;
    return true;
exception when invalid_parameter_value then
    return false;
end $$;
comment on function clock.is_zone(text) is 'Whether this is a time zone of IANA, or an offset.';

create function clock.local_time(instant timestamptz, zone text) returns timestamp
    language sql stable parallel safe
    return case when clock.is_offset(zone) then instant at time zone zone::interval else instant at time zone zone end;
comment on function clock.local_time(timestamptz, text) is 'What the clock shows in a zone.';

create function clock.instant(local timestamp, zone text) returns timestamptz
    language sql stable parallel safe
    return (select case
                       when clock.is_offset(zone) then local at time zone zone::interval
                       when b.instant at time zone zone = local then b.instant
                       else local at time zone zone
                   end
              from (select case when not clock.is_offset(zone)
                                then ((local - interval '1 day') at time zone zone) + interval '24 hours'
                           end as instant) as b);
comment on function clock.instant(timestamp, text) is
    'The moment when the clock of a zone shows this: the first of two where it is put back, and, where it is put forward over this '
    'time, the moment when it would be this time without that, as calendars do (RFC 5545).';

create type clock.ticket_time as (instant timestamptz, local timestamp, day date, zone varchar, by_local boolean);
comment on type clock.ticket_time is 'The columns of a clock.';

create function clock.agrees(instant timestamptz, local timestamp, zone text) returns boolean
    language sql stable parallel safe
    return clock.local_time(instant, zone) = local or clock.instant(local, zone) = instant;
comment on function clock.agrees(timestamptz, timestamp, text) is 'Whether a moment and a time on the spot are the same in a zone.';

create function clock.offset_between(instant timestamptz, local timestamp) returns varchar
    language sql stable parallel safe
    return (select case when clock.is_offset(z.zone) and clock.local_time(instant, z.zone) = local then z.zone end
              from (select case when d.seconds < 0 then '-' else '+' end
                           || to_char(make_interval(secs => abs(d.seconds)::float), 'HH24:MI') as zone
                      from (select extract(epoch from local - (instant at time zone 'UTC')) as seconds) as d) as z);
comment on function clock.offset_between(timestamptz, timestamp) is 'The offset of a zone whose clock shows this at a moment; null where none does.';

create function clock.may_be_on(instant timestamptz, day date) returns boolean
    language sql immutable parallel safe
    return coalesce(day between ((instant at time zone 'UTC') - interval '18 hours')::date
                            and ((instant at time zone 'UTC') + interval '18 hours')::date, true);
comment on function clock.may_be_on(timestamptz, date) is 'Whether it is this day at a moment somewhere; so where either is not known.';

create function clock.kept_ticket_time(clock text, was clock.ticket_time, said clock.ticket_time, old_place text, new_place text)
    returns clock.ticket_time
    language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    place        constant varchar := clock.zone_of_place(new_place);
    says_instant constant boolean := said.instant is distinct from was.instant;
    says_local   constant boolean := said.local is distinct from was.local;
    says_day     constant boolean := said.day is distinct from was.day;
    says_zone    constant boolean := said.zone is distinct from was.zone and said.zone is not null;
    kept         clock.ticket_time := said;
    contradicts  boolean := false;
begin
    kept.by_local := coalesce(was.by_local, false);
    if says_zone and not clock.is_zone(said.zone) then
        raise exception '% is no time zone', said.zone using errcode = 'check_violation', constraint = clock || '_zone_is_known';
    end if;
    -- A zone that is that of the old place goes with it, and one that was said stays.
    if not says_zone and (said.zone is null or said.zone = clock.zone_of_place(old_place)) then
        kept.zone := place;
    end if;

    if says_instant and said.instant is not null then
        kept.by_local := says_local and said.local is not null;
        if not kept.by_local then
            kept.local  := clock.local_time(said.instant, kept.zone);
            kept.day    := case when says_day then said.day end;
            contradicts := kept.local is null and not clock.may_be_on(said.instant, kept.day);
        elsif not coalesce(clock.agrees(said.instant, said.local, kept.zone), false) then
            kept.zone   := case when not says_zone then clock.offset_between(said.instant, said.local) end;
            contradicts := kept.zone is null;
        end if;
    elsif said.local is not null and (says_local or (said.instant is null and said.day is null and (says_instant or not says_day))) then
        kept.by_local := true;
        kept.instant  := clock.instant(said.local, kept.zone);
    elsif says_instant and said.local is not null then
        -- The instant was cleared by who knows nothing else.
        kept.local := null;
        kept.day   := case when says_day then said.day end;
    elsif says_day and said.local is not null then
        -- Another day at the same hour, or none.
        kept.local   := said.day + said.local::time;
        kept.instant := clock.instant(kept.local, kept.zone);
    elsif says_day and not clock.may_be_on(said.instant, said.day) then
        kept.instant := null;
    elsif kept.zone is distinct from was.zone or says_local then
        if kept.by_local and said.local is not null then
            kept.instant := clock.instant(said.local, kept.zone);
        elsif said.instant is not null then
            kept.local    := clock.local_time(said.instant, kept.zone);
            kept.day      := case when says_day then said.day end;
            kept.by_local := kept.by_local and kept.local = was.local;
        end if;
    end if;

    if not kept.by_local and kept.local not between '0001-01-01' and '9999-12-31 23:59:59.999999' then
        kept.local := null;
        kept.day   := null;
    end if;
    if contradicts or (says_day and said.day <> kept.local::date) then
        raise exception 'the instant, the local time, the date and the zone of a time must be the same'
              using errcode = 'check_violation', constraint = clock || '_says_one_thing';
    end if;
    kept.by_local := coalesce(kept.by_local and kept.local is not null, false);
    kept.day      := coalesce(kept.local::date, kept.day);
    if clock.is_offset(kept.zone) and clock.agrees(kept.instant, kept.local, place) then
        kept.zone := place;
    end if;
    if not says_zone and coalesce(kept.instant::text, kept.local::text, kept.day::text) is null then
        kept.zone := null;
    end if;
    return kept;
end $$;
comment on function clock.kept_ticket_time(text, clock.ticket_time, clock.ticket_time, text, text) is
    'The columns of a clock as they are kept, from what they were, what the writer says, and the place before and now. Who changes one '
    'of them alone gets the others worked out, or null where the zone is not known. Where zone or place change, what was said last '
    'stays: the local time or the instant.';

reset role;

create function gateway.keep_ticket_time(kept regclass, clock text, place text default null) returns void
    language plpgsql set search_path = pg_catalog, pg_temp set client_min_messages = warning as $$
declare
    owner    constant text := current_user;
    name     constant text := (select c.relname from pg_class c where c.oid = kept);
    function constant text := format('clock.%I', name || '_' || clock);
begin
    execute format($sql$
alter table %1$s
    add column if not exists %2$I timestamptz,
    add column if not exists %3$I timestamp,
    add column if not exists %4$I date,
    add column if not exists %5$I varchar(64),
    add column if not exists %6$I boolean not null default false,
    add constraint %7$I
        check (%2$I >= '0001-01-01 00:00+00' and %2$I < '10000-01-01 00:00+00' and %3$I >= '0001-01-01' and %3$I < '10000-01-01'
               and %4$I between '0001-01-01' and '9999-12-31')
        $sql$,
        kept, clock || '_time', clock || '_local', clock || '_date', clock || '_zone', clock || '_by_local',
        name || '_' || clock || '_has_a_four_digit_year');
    execute format('comment on column %s.%I is %L', kept, clock || '_local', 'What the clock shows there.');
    execute format('comment on column %s.%I is %L', kept, clock || '_date', 'The day there, which may be known alone.');
    execute format('comment on column %s.%I is %L', kept, clock || '_zone',
                   'The time zone there, of IANA or an offset: said, or that of the place.');
    execute format('comment on column %s.%I is %L', kept, clock || '_by_local',
                   'Whether the local time was said last, and the instant follows from it. Kept by the trigger.');

    perform set_config('role', 'tripsage_clock', true);
    execute format($sql$
create or replace function %1$s() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $body$
declare
    was  constant clock.ticket_time := row(old.%2$I, old.%3$I, old.%4$I, old.%5$I, old.%6$I);
    said constant clock.ticket_time := row(new.%2$I, new.%3$I, new.%4$I, new.%5$I, old.%6$I);
    kept clock.ticket_time;
begin
    if said is distinct from was%7$s then
        kept := clock.kept_ticket_time(%8$L, was, said, %9$s);
        new.%2$I := kept.instant;
        new.%3$I := kept.local;
        new.%4$I := kept.day;
        new.%5$I := kept.zone;
        new.%6$I := kept.by_local;
    end if;
    return new;
end $body$
        $sql$,
        function, clock || '_time', clock || '_local', clock || '_date', clock || '_zone', clock || '_by_local',
        case when place is not null then format(' or new.%1$I is distinct from old.%1$I', place) end,
        name || '_' || clock,
        case when place is null then 'null, null' else format('old.%1$I, new.%1$I', place) end);
    execute format('comment on function %s() is %L', function,
                   'Keeps the columns of a clock of ' || kept || ' together. Written by gateway.keep_ticket_time().');
    perform set_config('role', owner, true);

    -- Before versions are counted: triggers go by their names.
    execute format('create trigger %I before insert or update on %s for each row execute function %s()',
                   name || '_clock_' || clock, kept, function);
end $$;
comment on function gateway.keep_ticket_time(regclass, text, text) is
    'Gives a table a clock: its columns, and the trigger that keeps them together whoever writes. Its zone is that of the code in the '
    'column of the place, where no other zone is said.';
revoke execute on function gateway.keep_ticket_time(regclass, text, text) from public;

select gateway.keep_ticket_time('public.flights', 'departure', place => 'departure_airport');
select gateway.keep_ticket_time('public.flights', 'arrival', place => 'arrival_airport');
select gateway.make_part_of_trip('public.flights');
select gateway.follow('public.flights', trip_id => 'row.trip_id');

select gateway.keep_ticket_time('public.accommodations', 'check_in');
select gateway.keep_ticket_time('public.accommodations', 'check_out');
select gateway.make_part_of_trip('public.accommodations');
select gateway.follow('public.accommodations', trip_id => 'row.trip_id');
