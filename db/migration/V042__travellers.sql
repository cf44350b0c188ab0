-- Who flies, sleeps and sits where. The people of a part are a list in its row, not rows of their own: they are written, read, versioned and
-- told of with the part, are few, and need no statement more; a table would need policies, events and a limit for each of three kinds of parts.
-- What is about the part itself, terminals, gates, rooms, is a column. Both are found by the words of the part.

create function gateway.traveller_words(travellers jsonb) returns text
    language sql immutable parallel safe
    return (select string_agg(w.word, E'\n')
              from jsonb_array_elements_text(jsonb_path_query_array(travellers, '$[*].name')
                                             || jsonb_path_query_array(travellers, '$[*].ticketNumber')) as w (word));
comment on function gateway.traveller_words(jsonb) is 'The names and the ticket numbers of travellers.';

create function gateway.keep_travellers(part regclass) returns void
    language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    -- Paths are strict: a lax one looks into lists within the list, as if what is in them stood in their place.
    execute format($sql$
alter table %1$s
    add column travellers jsonb not null default '[]',
    add constraint %2$I
        check (jsonb_typeof(travellers) = 'array'
               and not jsonb_path_exists(travellers, 'strict $[*] ? (@.type() != "object")', silent => true)
               and not jsonb_path_exists(travellers, 'strict $[*].* ? (@.type() != "string" || !(@ like_regex "^.{0,200}$" flag "s"))',
                                         silent => true)),
    add constraint %3$I check (jsonb_array_length(case when jsonb_typeof(travellers) = 'array' then travellers else '[]' end) <= 50)
        $sql$,
        part,
        (select c.relname from pg_class c where c.oid = part) || '_travellers_are_people',
        (select c.relname from pg_class c where c.oid = part) || '_have_at_most_50_travellers');
    execute format('comment on column %s.travellers is %L', part,
                   'Who travels: a list of objects with name, seat, travelClass, ticketNumber and room, texts of at most 200 characters, '
                   'each of them optional.');
end $$;
comment on function gateway.keep_travellers(regclass) is 'Gives a table of parts of trips a column for the people whom a part is for.';
revoke execute on function gateway.keep_travellers(regclass) from public;

select gateway.keep_travellers('public.flights');
alter table public.flights
    add column departure_terminal varchar(20),
    add column departure_gate     varchar(20),
    add column arrival_terminal   varchar(20),
    add column arrival_gate       varchar(20),
    drop column words,
    add column words              tsvector generated always as (
        gateway.words(coalesce(airline, '') || E'\n' || coalesce(flight_number, '') || E'\n'
                      || coalesce(departure_airport, '') || E'\n' || coalesce(arrival_airport, '') || E'\n'
                      || coalesce(booking_reference, '') || E'\n' || coalesce(gateway.traveller_words(travellers), ''))) stored;
select gateway.keep_ticket_time('public.flights', 'boarding', place => 'departure_airport');
select gateway.make_part_of_trip('public.flights');
select gateway.follow('public.flights', trip_id => 'row.trip_id');

select gateway.keep_travellers('public.accommodations');
alter table public.accommodations
    add column guests    int,
    add column rooms     int,
    add column telephone varchar(50),
    add constraint accommodation_has_guests check (guests between 1 and 10000),
    add constraint accommodation_has_rooms  check (rooms between 1 and 10000),
    drop column words,
    add column words     tsvector generated always as (
        gateway.words(coalesce(name, '') || E'\n' || coalesce(address, '') || E'\n' || coalesce(booking_reference, '') || E'\n'
                      || coalesce(telephone, '') || E'\n' || coalesce(gateway.traveller_words(travellers), ''))) stored;
select gateway.make_part_of_trip('public.accommodations');
select gateway.follow('public.accommodations', trip_id => 'row.trip_id');

select gateway.keep_travellers('public.bookings');
alter table public.bookings
    drop column words,
    add column words tsvector generated always as (
        gateway.words(coalesce(name, '') || E'\n' || coalesce(carrier, '') || E'\n' || coalesce(number, '') || E'\n'
                      || coalesce(from_name, '') || E'\n' || coalesce(from_code, '') || E'\n'
                      || coalesce(to_name, '') || E'\n' || coalesce(to_code, '') || E'\n'
                      || coalesce(booking_reference, '') || E'\n' || coalesce(gateway.traveller_words(travellers), ''))) stored;
select gateway.make_part_of_trip('public.bookings');
select gateway.follow('public.bookings', trip_id => 'row.trip_id');
