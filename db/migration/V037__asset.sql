-- Assets: images and documents of a trip, or of a user. The bytes lie in a store; a row says that they are there, and were checked. Before
-- that there is an upload, and afterwards a removal, so that no bytes are in the store which no row knows of.
-- See docs/decisions/0059-stores-and-uploads.md.

select gateway.create_owning_role('tripsage_assets', 'asset');

create table public.asset_uploads (
    id            uuid         not null default gen_random_uuid(),
    user_id       uuid         not null default auth.uid(),
    trip_id       uuid,
    name          varchar(255) not null,
    content_type  varchar(127) not null,
    size          bigint       not null,
    sha256        bytea        not null,
    is_picture    boolean      not null default false,
    keep_position boolean      not null default false,
    bytes_of_trip bigint       not null default 0,
    bytes_of_user bigint       not null default 0,
    expires_at    timestamptz  not null default now() + interval '1 hour',
    created_at    timestamptz  not null default now(),
    updated_at    timestamptz  not null default now(),
    version       int          not null default 1,

    constraint asset_uploads_pkey                primary key (id),
    constraint asset_upload_is_of_a_user         foreign key (user_id) references public.users (id) on delete cascade,
    constraint asset_upload_belongs_to_a_trip    foreign key (trip_id) references public.trips (id) on delete cascade,
    constraint asset_upload_has_bytes            check (size between 1 and 2147483647),
    constraint asset_upload_hash_is_a_sha256     check (length(sha256) = 32),
    constraint asset_upload_picture_is_a_users   check (not is_picture or trip_id is null)
);
comment on table public.asset_uploads is 'Assets whose bytes are on their way.';
comment on column public.asset_uploads.user_id is 'Who sends the bytes, and whose asset it becomes where there is no trip.';
comment on column public.asset_uploads.keep_position is 'Whether the position stays in the image.';
comment on column public.asset_uploads.bytes_of_trip is 'The bytes that the trip had at the beginning, with those on their way.';
comment on column public.asset_uploads.bytes_of_user is 'The same of the user and the user''s trips; for a trip its owner''s.';

create index asset_uploads_by_user on public.asset_uploads (user_id);
create index asset_uploads_by_trip on public.asset_uploads (trip_id);
create index asset_uploads_by_end  on public.asset_uploads (expires_at);

create table public.assets (
    id           uuid         not null default gen_random_uuid(),
    trip_id      uuid,
    user_id      uuid,
    name         varchar(255) not null,
    content_type varchar(127) not null,
    size         bigint       not null,
    sha256       bytea        not null,
    width        int,
    height       int,
    is_picture   boolean      not null default false,
    is_missing   boolean      not null default false,
    created_at   timestamptz  not null default now(),
    updated_at   timestamptz  not null default now(),
    version      int          not null default 1,
    position     bigint       not null generated always as identity,

    constraint assets_pkey                       primary key (id),
    constraint asset_belongs_to_a_trip           foreign key (trip_id) references public.trips (id) on delete cascade,
    constraint asset_belongs_to_a_user           foreign key (user_id) references public.users (id) on delete cascade,
    constraint asset_is_of_a_trip_or_a_user      check (num_nonnulls(trip_id, user_id) = 1),
    constraint asset_has_bytes                   check (size between 1 and 2147483647),
    constraint asset_hash_is_a_sha256            check (length(sha256) = 32),
    constraint asset_picture_is_a_users          check (not is_picture or user_id is not null),
    constraint asset_sides_are_both_or_none      check ((width is null) = (height is null) and width > 0 and height > 0)
);
comment on table public.assets is 'Images and documents of a trip, or of a user. Their bytes are in the store, under the id.';
comment on column public.assets.user_id is 'The user whose profile it is of; null where it is a trip''s.';
comment on column public.assets.sha256 is 'Of the bytes in the store, which are those that were sent unless a position was taken out of them.';
comment on column public.assets.width is 'Of an image that has a thumbnail, in pixels, the way up it is shown.';
comment on column public.assets.is_picture is 'Whether the user shows it to those who share a trip.';
comment on column public.assets.is_missing is 'Whether the store was found without the bytes.';
comment on column public.assets.position is 'Orders those that are equal otherwise, as they were made.';

create index assets_by_trip on public.assets (trip_id, position);
create index assets_by_user on public.assets (user_id, position);

select gateway.make_part_of_trip('public.assets');
select gateway.limit_per_trip('assets', 'public.assets');
select gateway.follow('public.assets', trip_id => 'row.trip_id', user_id => 'row.user_id', derived => '{is_missing}');

-- What the store was found with is no change of the user's.
select gateway.count_versions('public.assets', uncounted => '{is_missing}');

-- An asset is what was sent: of the columns another program changes the name.
revoke update on public.assets from authenticated;
grant update (name) on public.assets to authenticated;

create policy assets_are_their_users on public.assets for all to authenticated
    using (user_id = (select auth.uid()));

create policy pictures_are_seen_with_their_user on public.assets for select to authenticated
    using (is_picture
           and (exists (select from public.trips t where t.user_id = assets.user_id)
                or exists (select from public.trip_members m where m.user_id = assets.user_id)));

create policy assets_come_from_uploads on public.assets as restrictive for insert to authenticated
    with check (exists (select
                          from public.asset_uploads u
                         where u.id = assets.id
                           and u.size = assets.size
                           and u.is_picture = assets.is_picture
                           and u.trip_id is not distinct from assets.trip_id));

create trigger asset_uploads_begin before insert on public.asset_uploads
    for each row execute function gateway.begin_row();

select gateway.count_versions('public.asset_uploads');

alter table public.asset_uploads enable row level security, force row level security;

create policy asset_uploads_are_their_users on public.asset_uploads for all to authenticated
    using (user_id = (select auth.uid())
           and (trip_id is null
                or exists (select
                             from public.trips t
                            where t.id = trip_id
                              and (t.user_id = (select auth.uid()) or t.id = any ((select sharing.editable_trips())::uuid[])))));

revoke all on public.asset_uploads from public, anon, authenticated;
grant select, delete,
      insert (id, trip_id, name, content_type, size, sha256, is_picture, keep_position, expires_at)
    on public.asset_uploads to authenticated;

create table gateway.asset_removals (
    id         uuid        not null,
    account    bytea,
    at_once    boolean     not null,
    removed_at timestamptz not null default clock_timestamp(),

    constraint asset_removals_pkey primary key (id)
);
comment on table gateway.asset_removals is 'Assets and uploads whose rows are gone, and whose bytes are to go.';
comment on column gateway.asset_removals.account is 'The SHA-256 of the id of the user whose trip it was, as of gateway.erasures.';
comment on column gateway.asset_removals.removed_at is 'When something of it was last removed, which tells one removal from the next.';
comment on column gateway.asset_removals.at_once is 'Whether no time is given in which the operator may bring it back.';

create index asset_removals_by_account on gateway.asset_removals (account) where not at_once;

revoke all on gateway.asset_removals from public, anon, authenticated;

grant usage on schema public, gateway to tripsage_assets;
grant select, insert, update (account, at_once, removed_at), delete on gateway.asset_removals to tripsage_assets;
grant select (id, trip_id, user_id, size, is_missing), update (is_missing) on public.assets to tripsage_assets;
grant select (id, trip_id, user_id, size, expires_at), delete on public.asset_uploads to tripsage_assets;
grant select (id, user_id) on public.trips to tripsage_assets;
grant select (id) on public.users to tripsage_assets;
grant select (user_id) on gateway.erasures to tripsage_assets;

alter table gateway.asset_removals enable row level security, force row level security;

create policy asset_removals_are_looked_after on gateway.asset_removals for all to tripsage_assets using (true);
create policy assets_are_looked_after on public.assets for all to tripsage_assets using (true);
create policy asset_uploads_are_looked_after on public.asset_uploads for all to tripsage_assets using (true);
create policy trips_are_found_for_assets on public.trips for select to tripsage_assets using (true);
create policy users_are_found_for_assets on public.users for select to tripsage_assets using (true);

set local role tripsage_assets;

comment on schema asset is 'Functions behind assets, which see what their callers don''t.';

create function asset.begin_upload() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    payer constant uuid := coalesce((select t.user_id from public.trips t where t.id = new.trip_id), new.user_id);
begin
    -- Who begins another upload at the same time counts this one too.
    perform pg_advisory_xact_lock(hashtextextended('asset ' || payer, 0));
    if (select count(*) from public.asset_uploads u where u.user_id = new.user_id) >= 100 then
        raise exception 'a user has at most 100 uploads under way'
              using errcode    = 'check_violation',
                    schema     = 'public',
                    table      = 'asset_uploads',
                    constraint = 'user_has_at_most_100_uploads';
    end if;
    select coalesce(sum(b.size) filter (where b.trip_id = new.trip_id), 0), coalesce(sum(b.size), 0)
      into new.bytes_of_trip, new.bytes_of_user
      from (select a.size, a.trip_id
              from public.assets a
             where a.user_id = payer
             union all
            select a.size, a.trip_id
              from public.trips t
              join public.assets a on a.trip_id = t.id
             where t.user_id = payer
             union all
            select u.size, u.trip_id
              from public.asset_uploads u
             where u.user_id = payer
               and u.trip_id is null
             union all
            select u.size, u.trip_id
              from public.trips t
              join public.asset_uploads u on u.trip_id = t.id
             where t.user_id = payer) as b;
    return new;
end $$;
comment on function asset.begin_upload() is
    'Counts the bytes that are there before an upload, which the gateway compares with its settings, and refuses the 101st of a user.';

create function asset.end_row() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    insert into gateway.asset_removals (id, at_once) values (old.id, true)
        on conflict (id) do update set removed_at = clock_timestamp();
    return null;
end $$;
comment on function asset.end_row() is 'Notes that the bytes of an asset or an upload are to go, if no other row needs them.';

create function asset.end_trip() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    insert into gateway.asset_removals as r (id, account, at_once)
    select a.id,
           sha256(uuid_send(old.user_id)),
           not exists (select from public.users u where u.id = old.user_id)
           or exists (select from gateway.erasures e where e.user_id = old.user_id)
      from public.assets a
     where a.trip_id = old.id
        on conflict (id) do update
       set account = excluded.account, at_once = excluded.at_once, removed_at = clock_timestamp();
    return old;
end $$;
comment on function asset.end_trip() is
    'Notes that the bytes of a trip''s assets are to go after a time, or at once where the account of its owner is being erased.';

create function asset.end_account() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    update gateway.asset_removals r set at_once = true where r.account = new.account and not r.at_once;
    return null;
end $$;
comment on function asset.end_account() is 'Has the bytes of all trips that an erased user had deleted before go at once, too.';

reset role;

create trigger asset_uploads_count before insert on public.asset_uploads
    for each row execute function asset.begin_upload();
create trigger asset_uploads_end after delete on public.asset_uploads
    for each row execute function asset.end_row();
create trigger assets_end after delete on public.assets
    for each row execute function asset.end_row();
create trigger trips_end_assets before delete on public.trips
    for each row execute function asset.end_trip();
create trigger erasures_end_assets after insert on gateway.erasures
    for each row execute function asset.end_account();
