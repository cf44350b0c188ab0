-- What a restored copy has to have, all as of one moment: run at the live server and at the copy, the two answers are compared.
-- The files go to the folder :folder. With :written, somebody may write meanwhile.
\set ON_ERROR_STOP on
\pset tuples_only on
\pset format unaligned
begin isolation level repeatable read;

-- A commit is in the log before others see it. Nobody who writes to the change log is between the two while this waits for them and
-- then keeps them waiting, until both the snapshot and the position are taken.
savepoint quiet;
\if :{?written}
set local lock_timeout = '2s';
lock table changelog.change_log in share mode;
\endif
\o :folder/position
select pg_current_wal_insert_lsn();
\o
rollback to savepoint quiet;
set transaction read only;

\o :folder/timeline
select ('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::int;

\o :folder/counts
select c.oid::regclass,
       (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from only %s', c.oid::regclass), false, true, '')))[1]
  from pg_class c
 where c.relkind = 'r'
   and c.relnamespace::regnamespace::text !~ '^pg_|^information_schema$'
 order by c.oid::regclass::text;

\o :folder/catalogue
-- Roles, and who may become whom.
select 'role', rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolbypassrls
  from pg_roles
 where rolname !~ '^pg_'
 order by rolname;
select 'member', m.roleid::regrole, m.member::regrole, m.admin_option
  from pg_auth_members m
 order by m.roleid::regrole::text, m.member::regrole::text;
-- Relations with row-level security, grants and columns' grants.
select 'relation', c.oid::regclass, c.relkind, c.relowner::regrole, c.relrowsecurity, c.relforcerowsecurity, array(select x::text from unnest(coalesce(c.relacl, acldefault(case c.relkind when 'S' then 's' else 'r' end::"char", c.relowner))) x order by x::text collate "C")
  from pg_class c
 where c.relnamespace::regnamespace::text !~ '^pg_|^information_schema$'
 order by c.oid::regclass::text, c.relkind;
select 'column', a.attrelid::regclass, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, array(select x::text from unnest(a.attacl) x order by x::text collate "C")
  from pg_attribute a
  join pg_class c on c.oid = a.attrelid
 where a.attnum > 0
   and not a.attisdropped
   and c.relkind in ('r', 'p', 'v', 'm')
   and c.relnamespace::regnamespace::text !~ '^pg_|^information_schema$'
 order by a.attrelid::regclass::text, a.attnum;
select 'policy', schemaname, tablename, policyname, permissive, roles, cmd, qual, with_check
  from pg_policies
 order by schemaname, tablename, policyname;
select 'constraint', k.conrelid::regclass, k.conname, k.convalidated, pg_get_constraintdef(k.oid)
  from pg_constraint k
 where k.connamespace::regnamespace::text !~ '^pg_|^information_schema$'
 order by k.conrelid::regclass::text, k.conname;
select 'index', i.indexrelid::regclass, i.indisvalid, pg_get_indexdef(i.indexrelid)
  from pg_index i
  join pg_class c on c.oid = i.indexrelid
 where c.relnamespace::regnamespace::text !~ '^pg_|^information_schema$'
 order by i.indexrelid::regclass::text;
select 'trigger', t.tgrelid::regclass, t.tgname, t.tgenabled, pg_get_triggerdef(t.oid)
  from pg_trigger t
 where not t.tgisinternal
 order by t.tgrelid::regclass::text, t.tgname;
select 'function', f.oid::regprocedure, f.proowner::regrole, f.prosecdef, f.proconfig, array(select x::text from unnest(coalesce(f.proacl, acldefault('f', f.proowner))) x order by x::text collate "C"),
       md5(coalesce(f.prosrc, '') || coalesce(pg_get_function_sqlbody(f.oid), ''))
  from pg_proc f
 where f.pronamespace::regnamespace::text !~ '^pg_|^information_schema$'
 order by f.oid::regprocedure::text;
select 'extension', extname, extversion from pg_extension order by extname;

\o :folder/similarity
-- Searches for the neighbours of some vectors: the same ids in the same order.
select 'trips', s.trip_id, array(select e.trip_id
                                   from public.trip_embeddings e
                                  order by e.embedding OPERATOR(public.<=>) s.embedding, e.trip_id
                                  limit 10)
  from (select trip_id, embedding
          from public.trip_embeddings
         where embedding is not null
         order by md5(trip_id::text)
         limit 20) s;
select 'memories', s.id, array(select e.id
                                 from public.memory_embeddings e
                                where e.user_id = s.user_id
                                  and e.embedding is not null
                                order by e.embedding OPERATOR(public.<=>) s.embedding, e.id
                                limit 10)
  from (select id, user_id, embedding
          from public.memory_embeddings
         where embedding is not null
         order by md5(id::text)
         limit 20) s;
\o
commit;
