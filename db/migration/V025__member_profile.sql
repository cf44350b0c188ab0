-- A member has an id of its own, and whoever shares a trip shows the others a name and a picture: two keys of the profile,
-- under the names that Supabase, OpenID Connect and the web client give them, and nothing else of it.

alter table public.trip_members
    add column id uuid not null default gen_random_uuid(),
    add constraint trip_member_has_an_id unique (id);
comment on column public.trip_members.id is 'Another name of the row, for clients that know objects by one id.';

grant select (profile) on public.users to tripsage_sharing;

set local role tripsage_sharing;

create function sharing.shown_name(profile jsonb) returns text
    language sql
    immutable
    parallel safe
    return (
        select shown.name
          from unnest(array['displayName', 'display_name', 'name', 'fullName', 'full_name'])
               with ordinality as key (name, place),
               lateral (select btrim(profile ->> key.name)) as shown (name)
         where jsonb_typeof(profile) = 'object'
           and jsonb_typeof(profile -> key.name) = 'string'
           and length(shown.name) between 1 and 200
           and shown.name !~ '[\u0001-\u001f\u007f-\u009f]'
         order by key.place
         limit 1
    );
comment on function sharing.shown_name(jsonb) is
    'What somebody wants to be called: the first of some keys of a profile that is a text of 1 to 200 characters in one line.';

create function sharing.shown_picture(profile jsonb) returns text
    language sql
    immutable
    parallel safe
    return (
        select profile ->> key.name
          from unnest(array['picture', 'avatarUrl', 'avatar_url']) with ordinality as key (name, place)
         where jsonb_typeof(profile) = 'object'
           and jsonb_typeof(profile -> key.name) = 'string'
           and length(profile ->> key.name) <= 2000
           -- Printable ASCII but for what ends an attribute of HTML or a url() of CSS. Nobody's name and password before a host.
           and profile ->> key.name ~ '^https://[A-Za-z0-9.-]+(:[0-9]+)?([/?#][!#-&*-;=?-Z_a-z~%\[\]]*)?$'
         order by key.place
         limit 1
    );
comment on function sharing.shown_picture(jsonb) is
    'Where a picture of somebody is: the first of some keys of a profile that is an https URL of at most 2,000 characters.';

drop function sharing.people(uuid[]);

create function sharing.people(ids uuid[]) returns table (id uuid, email varchar, name text, picture text)
    language plpgsql
    stable
    parallel safe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    caller constant uuid   := sharing.caller();
    shared constant uuid[] := sharing.shared_trips();
begin
    return query
    select u.id, u.email, sharing.shown_name(u.profile), sharing.shown_picture(u.profile)
      from public.users u
     where u.id = any (ids)
       and (u.id = caller
            or exists (select
                         from public.trips t
                        where t.user_id = u.id
                          and t.id = any (shared))
            or exists (select
                         from public.trip_members m
                         join public.trips t on t.id = m.trip_id
                        where m.user_id = u.id
                          and (t.user_id = caller or t.id = any (shared))));
end
$$;
comment on function sharing.people(uuid[]) is
    'Those of the users that the caller shares a trip with, whoever of them owns it, and the caller: address, name and picture.';

revoke execute on function sharing.people(uuid[]), sharing.shown_name(jsonb), sharing.shown_picture(jsonb) from public;
grant  execute on function sharing.people(uuid[]), sharing.shown_name(jsonb), sharing.shown_picture(jsonb) to authenticated;

reset role;
