-- What travellers who share a trip know of each other: the address, and of the profile a name and a picture, under the keys that
-- Supabase, OpenID Connect and the web client give them.

set local role tripsage_sharing;

-- In a language whose plans are kept: these two are called for every row of a user that is read.
create function sharing.shown_name(profile jsonb) returns text
    language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
declare
    key  text;
    name text;
begin
    if jsonb_typeof(profile) = 'object' then
        foreach key in array array['displayName', 'display_name', 'name', 'fullName', 'full_name'] loop
            if jsonb_typeof(profile -> key) = 'string' then
                name := btrim(profile ->> key);
                if length(name) between 1 and 200 and name !~ '[\u0001-\u001f\u007f-\u009f]' then
                    return name;
                end if;
            end if;
        end loop;
    end if;
    return null;
end $$;
comment on function sharing.shown_name(jsonb) is
    'The name that somebody wants to be called by: the first of some keys of a profile that is a text of 1 to 200 characters in one '
    'line.';

create function sharing.shown_picture(profile jsonb) returns text
    language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
declare
    key     text;
    picture text;
begin
    if jsonb_typeof(profile) = 'object' then
        foreach key in array array['picture', 'avatarUrl', 'avatar_url'] loop
            if jsonb_typeof(profile -> key) = 'string' then
                picture := profile ->> key;
                -- Printable ASCII except for what ends an attribute of HTML or a url() of CSS. No name and password before the host.
                if length(picture) <= 2000
                   and picture ~ '^https://[A-Za-z0-9.-]+(:[0-9]+)?([/?#][!#-&*-;=?-Z_a-z~%\[\]]*)?$' then
                    return picture;
                end if;
            end if;
        end loop;
    end if;
    return null;
end $$;
comment on function sharing.shown_picture(jsonb) is
    'The address of somebody''s picture: the first of some keys of a profile that is an https URL of at most 2,000 characters.';

create function sharing.people(ids uuid[]) returns table (id uuid, email varchar, name text, picture text)
    language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
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
end $$;
comment on function sharing.people(uuid[]) is
    'Those of the users who share a trip with the caller, whoever of them owns it, and the caller: address, name and picture.';

grant execute on function sharing.people(uuid[]), sharing.shown_name(jsonb), sharing.shown_picture(jsonb) to authenticated;

reset role;
