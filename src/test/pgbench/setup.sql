-- 200 people with ten trips and ten chats each, and a role to log in as like the gateway's.

do $$ begin
    if to_regrole('pgbench_login') is null then
        create role pgbench_login login noinherit;
    end if;
end $$;
grant authenticated to pgbench_login;

create function public.bench_id(kind int, n int) returns uuid
    language sql immutable parallel safe
    return (lpad(kind::text, 8, '0') || '-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid;

insert into users (id, email) select bench_id(1, n), n || '@example.com' from generate_series(1, 200) n;
insert into trips (id, user_id, title) select bench_id(2, n), bench_id(1, 1 + (n - 1) % 200), 'Lisbon' from generate_series(1, 2000) n;
insert into flights (id, trip_id) select bench_id(3, n), bench_id(2, n) from generate_series(1, 2000) n;
insert into chat_sessions (id, user_id) select bench_id(4, n), bench_id(1, 1 + (n - 1) % 200) from generate_series(1, 2000) n;
vacuum analyze;
