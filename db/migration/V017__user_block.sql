create table public.user_blocks (
    user_id    uuid         not null,
    blocked_id uuid         not null,
    email      varchar(255),
    created_at timestamptz  not null default clock_timestamp(),
    updated_at timestamptz  not null default now(),
    version    int          not null default 1,

    constraint user_blocks_pkey            primary key (user_id, blocked_id),
    constraint user_block_is_of_a_user     foreign key (user_id) references public.users (id) on delete cascade,
    constraint user_blocks_somebody_else   check (user_id <> blocked_id)
);
comment on table public.user_blocks is 'Users whose trips are not shared with a user, whatever their owners do.';
comment on column public.user_blocks.blocked_id is
    'Without a foreign key, which would tell whether the user exists: a trigger removes the row with the user.';
comment on column public.user_blocks.email is 'The address of the blocked user, as far as it was known when the block was made.';

create index user_blocks_by_blocked on public.user_blocks (blocked_id);

select gateway.count_versions('public.user_blocks');

select gateway.follow('public.user_blocks', row_id => 'row.blocked_id', user_id => 'row.user_id');

alter table public.user_blocks enable row level security, force row level security;

create policy user_blocks_are_their_users on public.user_blocks for all to authenticated
    using (user_id = (select auth.uid()));

revoke all on public.user_blocks from public, anon, authenticated;
grant select, delete, insert (user_id, blocked_id, email) on public.user_blocks to authenticated;

grant select (user_id, blocked_id), delete on public.user_blocks to tripsage_sharing;

create policy user_blocks_are_found_for_sharing on public.user_blocks for select to tripsage_sharing using (true);

create policy user_blocks_go_with_the_blocked on public.user_blocks for delete to tripsage_sharing using (true);

create function gateway.leave_blocked() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    delete from public.trip_members m
     using public.trips t
     where m.trip_id = t.id
       and m.user_id = new.user_id
       and t.user_id = new.blocked_id;
    return null;
end $$;
comment on function gateway.leave_blocked() is 'Removes a user from the trips of the one who is blocked.';

select gateway.limit_per_user('public.user_blocks', 1000);

create trigger user_blocks_leave_trips after insert on public.user_blocks
    for each row execute function gateway.leave_blocked();

set local role tripsage_sharing;

create function sharing.decline_of_blocked() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    update public.trip_invitations i
       set declined_at = now()
      from public.email_holders h, public.trips t
     where h.user_id = new.user_id
       and i.address_key = h.address_key
       and i.declined_at is null
       and t.id = i.trip_id
       and t.user_id = new.blocked_id
       and sharing.holder(i.address) = h.user_id;
    return null;
end $$;
comment on function sharing.decline_of_blocked() is 'Declines the invitations to trips of the one who is blocked.';

create function sharing.forget_blocked() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    delete from public.user_blocks b where b.blocked_id = old.id;
    return null;
end $$;
comment on function sharing.forget_blocked() is 'Removes the blocks of a user who is deleted.';

reset role;

create trigger user_blocks_decline_invitations after insert on public.user_blocks
    for each row execute function sharing.decline_of_blocked();

create trigger users_forget_blocks after delete on public.users
    for each row execute function sharing.forget_blocked();
