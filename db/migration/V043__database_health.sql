-- The health of the database, for operators: figures, from where on they are bad, and what that means, in views of the schema
-- monitoring. They tell nothing of anybody. See docs/decisions/0067-database-health.md.

-- In the database, because people and programs read the views past any gateway.
create table gateway.health_thresholds (
    metric   varchar(50) not null,
    is_floor boolean     not null default false,
    warning  numeric,
    critical numeric,

    constraint health_thresholds_pkey                primary key (metric),
    constraint health_threshold_warns_before_too_late check (case when is_floor then critical <= warning else critical >= warning end)
);
comment on table gateway.health_thresholds is
    'The figures beyond which the database is unwell, for its owner to change. Beyond is below a floor, and above anything else; null '
    'stands for never.';

insert into gateway.health_thresholds (metric, is_floor, warning, critical) values
    -- In percent of those that there may be.
    ('connection_count',            false,  75,   90),
    ('cache_hit_ratio',             true,   95,   90),
    ('index_usage',                 true,   98,   90),
    ('bloat',                       false,  30,   50),
    ('unused_indexes',              false,   0, null),
    ('invalid_indexes',             false,   0, null),
    ('slowest_statement',           false, 200, 1000),
    ('avg_vector_search_time',      false, 200,  500),
    ('slowest_vector_search_time',  false, 200,  500),
    ('vector_search_index',         true,    1,    1),
    ('vector_index_of_everybody',   true,    1, null);

revoke all on gateway.health_thresholds from public, anon, authenticated;

-- R__vector_index.sql says which one. Functions are found by those who call them, so it is the operators' to execute.
create function gateway.wanted_vector_index() returns text
    language sql immutable parallel safe
    return 'none';
comment on function gateway.wanted_vector_index() is 'The kind of index over everybody''s vectors that the settings ask for, or none.';

-- Operators see no statement of a session and no statistics of columns, which both hold users' data: the role that owns the views
-- may, and its functions give away figures and the form of statements alone.
select gateway.create_owning_role('tripsage_monitoring', 'monitoring');

do $$
begin
    if not (select rolinherit from pg_roles where rolname = 'tripsage_monitoring') then
        alter role tripsage_monitoring inherit;
    end if;
end $$;

do $$
begin
    if not pg_has_role('tripsage_monitoring', 'pg_read_all_stats', 'usage') then
        grant pg_read_all_stats to tripsage_monitoring;
    end if;
exception when insufficient_privilege then
    -- The views say so, too.
    raise notice 'goes without the times of statements until a superuser grants pg_read_all_stats to tripsage_monitoring: %', sqlerrm;
end $$;

-- For people, who are granted it, and for the gateway, which makes metrics of what it reads.
select gateway.create_role('tripsage_operator');

revoke execute on function gateway.wanted_vector_index() from public;
grant execute on function gateway.wanted_vector_index() to tripsage_operator;
grant select on gateway.health_thresholds to tripsage_monitoring, tripsage_operator;

set local role tripsage_monitoring;

comment on schema monitoring is 'The health of the database, for operators.';

create function monitoring.status(value numeric, is_floor boolean, warning numeric, critical numeric) returns text
    language sql immutable parallel safe
    return case
               when value is null or is_floor is null                           then 'unknown'
               when case when is_floor then value < critical else value > critical end then 'critical'
               when case when is_floor then value < warning  else value > warning  end then 'warning'
               else 'ok'
           end;
comment on function monitoring.status(numeric, boolean, numeric, numeric) is 'What a figure means by its thresholds.';

create function monitoring.sessions() returns table (state text, sessions bigint)
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select coalesce(a.state, 'unknown'), count(*)
      from pg_stat_activity a
     -- Without the right to see more of a session than whose it is, a parallel worker looks like a client.
     where a.backend_type = 'client backend' or a.backend_type is null and a.usesysid is not null
     group by 1
$$;
comment on function monitoring.sessions() is 'How many clients are connected to the server, idle ones included.';

create function monitoring.why_no_statements() returns text
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select case
               when x.oid is null
                   then 'this database has no extension pg_stat_statements'
               when current_setting('pg_stat_statements.max', true) is null
                   then 'the server does not load pg_stat_statements, which shared_preload_libraries names where it does'
               when not pg_has_role(current_user, 'pg_read_all_stats', 'usage')
                   then 'a superuser has still to grant pg_read_all_stats to tripsage_monitoring'
               when not has_schema_privilege(x.extnamespace, 'usage') or v.oid is null or not has_table_privilege(v.oid, 'select')
                   then 'tripsage_monitoring may not read pg_stat_statements in its schema'
               when not exists (select from pg_attribute where attrelid = v.oid and attname = 'mean_exec_time')
                   then 'pg_stat_statements is older than its version 1.8: alter extension pg_stat_statements update'
           end
      from (values (1)) as always
      left join pg_extension x on x.extname = 'pg_stat_statements'
      left join pg_class v on v.relnamespace = x.extnamespace and v.relname = 'pg_stat_statements'
$$;
comment on function monitoring.why_no_statements() is 'Why the times of statements are unknown; null where they are known.';

create function monitoring.statements(shown_above numeric)
    returns table (statement text, is_vector_search boolean, calls bigint, mean_ms numeric, max_ms numeric, total_ms numeric, rows bigint)
    language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    if monitoring.why_no_statements() is not null then
        return;
    end if;
    return query execute format($query$
        select case
                   when s.mean_exec_time > $1 then
                       -- Constants of a planned statement are parameters already, but where it was forgotten while it ran.
                       left(ltrim(regexp_replace(regexp_replace(left(s.query, 4000),
                            '''([^'']|'''')*(''|$)|--[^\n]*|/\*([^*]|\*+[^*/])*(\*+/|$)|\$[a-z_]*\$[^$]*(\$[a-z_]*\$|$)', '?', 'gi'),
                            '\s+', ' ', 'g'), '? '), 500)
               end,
               strpos(s.query, 'embedding') > 0
               and (strpos(s.query, '<=>') > 0 or strpos(s.query, '<#>') > 0 or strpos(s.query, '<->') > 0 or strpos(s.query, '<~>') > 0),
               s.calls,
               round(s.mean_exec_time::numeric, 3),
               round(s.max_exec_time::numeric, 3),
               round(s.total_exec_time::numeric, 3),
               s.rows
          from %s.pg_stat_statements s
         where s.dbid = (select oid from pg_database where datname = current_database())
           and left(s.query, 2000) ~* '^(\s|\(|/\*.*?\*/|--[^\n]*\n)*(with|select|insert|update|delete|merge|values|table)\M'
    $query$, (select extnamespace::regnamespace from pg_extension where extname = 'pg_stat_statements'))
    using shown_above;
end $$;
comment on function monitoring.statements(numeric) is
    'The times of this database''s statements since pg_stat_statements counts. Those that take more milliseconds on average are shown, '
    'without values and comments.';

create view monitoring.slow_statements as
select s.*
  from gateway.health_thresholds t,
       monitoring.statements(t.warning) s
 where t.metric = 'slowest_statement'
   and s.calls >= 10
   and s.mean_ms > t.warning;
comment on view monitoring.slow_statements is 'Statements that take too long on average, of those that were carried out ten times.';

create view monitoring.index_usage as
select s.schemaname as schema,
       s.relname as table,
       s.rows,
       s.index_scans,
       s.sequential_scans,
       s.usage,
       t.warning,
       t.critical,
       monitoring.status(s.usage, t.is_floor, t.warning, t.critical) as status
  from (select u.schemaname,
               u.relname,
               greatest(u.n_live_tup, c.reltuples::bigint) as rows,
               coalesce(u.idx_scan, 0) as index_scans,
               u.seq_scan as sequential_scans,
               round(100.0 * coalesce(u.idx_scan, 0) / nullif(coalesce(u.idx_scan, 0) + u.seq_scan, 0), 2) as usage
          from pg_stat_user_tables u
          join pg_class c on c.oid = u.relid) s
  left join gateway.health_thresholds t on t.metric = 'index_usage'
 where s.rows > 10000;
comment on view monitoring.index_usage is 'Scans of tables with more than 10,000 rows, and the percentage of them that took an index.';

create view monitoring.table_bloat as
select u.schemaname as schema,
       u.relname as table,
       r.live_rows,
       u.n_dead_tup as dead_rows,
       b.bloat,
       round(c.relpages * current_setting('block_size')::numeric * b.bloat / 100) as wasted_bytes,
       greatest(u.last_vacuum, u.last_autovacuum) as last_vacuum,
       t.warning,
       t.critical,
       monitoring.status(b.bloat, t.is_floor, t.warning, t.critical) as status
  from pg_stat_user_tables u
  join pg_class c on c.oid = u.relid
 -- Where PostgreSQL has begun to count anew, the last analyze knows.
 cross join lateral (select case when u.n_live_tup + u.n_dead_tup = 0 then c.reltuples::bigint else u.n_live_tup end as live_rows) r
 cross join lateral (select round(100.0 * u.n_dead_tup / nullif(r.live_rows + u.n_dead_tup, 0), 2) as bloat) b
  left join gateway.health_thresholds t on t.metric = 'bloat'
 where r.live_rows + u.n_dead_tup > 10000;
comment on view monitoring.table_bloat is
    'The percentage of rows that are dead, in tables with more than 10,000. Space that a vacuum has freed and nobody has filled is not '
    'in it: the extension pgstattuple measures that.';

create view monitoring.unused_indexes as
select s.schemaname as schema,
       s.relname as table,
       s.indexrelname as index,
       c.relpages * current_setting('block_size')::bigint as bytes
  from pg_stat_user_indexes s
  join pg_stat_user_tables t on t.relid = s.relid
  join pg_class r on r.oid = s.relid
  join pg_class c on c.oid = s.indexrelid
  join pg_index i on i.indexrelid = s.indexrelid
 where s.idx_scan = 0
   and t.idx_scan >= 1000
   and greatest(t.n_live_tup, r.reltuples) > 10000
   and c.relpages * current_setting('block_size')::bigint > 1024 * 1024
   and i.indisvalid
   and not (i.indisunique or i.indisexclusion);
comment on view monitoring.unused_indexes is
    'Indexes of more than a MiB that nothing was ever looked up in, while the others of a table with more than 10,000 rows were scanned '
    '1,000 times. Those that keep a constraint are of use without.';

create view monitoring.vector_indexes as
select c.relname as index, m.amname as kind
  from pg_index i
  join pg_class c on c.oid = i.indexrelid
  join pg_am m on m.oid = c.relam
  join pg_class t on t.oid = i.indrelid and t.relname = 'memory_embeddings'
 where c.relnamespace = (select oid from pg_namespace where nspname = 'public')
   and i.indisvalid
   and i.indisready;
comment on view monitoring.vector_indexes is 'Complete indexes of memories.';

create view monitoring.database_health as
select m.metric,
       m.value,
       m.unit,
       b.warning,
       b.critical,
       monitoring.status(m.value, t.is_floor, b.warning, b.critical) as status,
       m.explanation
  from (select 'connection_count' as metric,
               s.sessions as value,
               'connections' as unit,
               p.places as whole,
               format('%s of %s connections are in use, %s of them idle. Without a free one nobody can connect.',
                      s.sessions, p.places, s.idle) as explanation
          from (select sum(sessions) as sessions, coalesce(sum(sessions) filter (where state = 'idle'), 0) as idle
                  from monitoring.sessions()) s,
               (select (current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
                        - coalesce(current_setting('reserved_connections', true)::int, 0))::numeric as places) p
        union all
        select 'cache_hit_ratio', r.ratio, '%', null,
               case
                   when r.ratio is null then 'Nothing was read yet.'
                   else format('%s %% of the blocks that this database has read were in shared_buffers%s. Where few are, that is too '
                               'small, or statements read too much.', r.ratio, r.since)
               end
          from (select round(100.0 * blks_hit / nullif(blks_hit + blks_read, 0), 2) as ratio,
                       to_char(stats_reset at time zone 'UTC', '", since "YYYY-MM-DD HH24:MI "UTC"') as since
                  from pg_stat_database
                 where datname = current_database()) r
        union all
        select 'index_usage', u.usage, '%', null,
               case
                   when u.usage is null then 'No table with more than 10,000 rows was scanned yet.'
                   when u.sequential_scans = 0 then format('All %s scans of tables with more than 10,000 rows took an index.', u.scans)
                   else format('%s of %s scans of tables with more than 10,000 rows read all rows, most of them of %s: see the view '
                               'index_usage.', u.sequential_scans, u.scans, u.worst)
               end
          from (select round(100.0 * sum(index_scans) / nullif(sum(index_scans + sequential_scans), 0), 2) as usage,
                       sum(sequential_scans) as sequential_scans,
                       sum(index_scans + sequential_scans) as scans,
                       (array_agg("table" order by sequential_scans desc))[1] as worst
                  from monitoring.index_usage) u
        union all
        select 'bloat', w.bloat, '%', null,
               case
                   when w.bloat is null then 'No table has more than 10,000 rows yet.'
                   when w.bloat = 0 then 'No large table has dead rows.'
                   else format('%s %% of the rows of %s are dead, in no other table more. Vacuum removes them, as soon as no old '
                               'transaction may see them: see the view table_bloat.', w.bloat, w.worst)
               end
          from (select max(bloat) as bloat, (array_agg("table" order by bloat desc))[1] as worst from monitoring.table_bloat) w
        union all
        select 'unused_indexes', u.indexes, 'indexes', null,
               case u.indexes
                   when 0 then 'No large index is kept in vain.'
                   else format('Nothing was ever looked up in %s, which each write pays for: see the view unused_indexes.', u.largest)
               end
          from (select count(*) as indexes, (array_agg(index order by bytes desc))[1] as largest from monitoring.unused_indexes) u
        union all
        select 'invalid_indexes', i.indexes, 'indexes', null,
               case i.indexes
                   when 0 then 'Every index is complete.'
                   else format('%s is incomplete and of no use: reindex it, unless it is being made at this moment.', i.one)
               end
          from (select count(*) as indexes, min(c.relname) as one
                  from pg_index i
                  join pg_class c on c.oid = i.indexrelid
                 where not (i.indisvalid and i.indisready)) i
        union all
        select 'slowest_statement', s.mean_ms, 'ms', null,
               case
                   when why is not null then format('Unknown, because %s.', why)
                   when s.mean_ms is null then 'No statement was carried out ten times yet.'
                   else format('The slowest statement takes %s ms on average: see the view slow_statements.', s.mean_ms)
               end
          from (select max(mean_ms) as mean_ms from monitoring.statements('Infinity') where calls >= 10) s,
               monitoring.why_no_statements() why) m
  left join gateway.health_thresholds t on t.metric = m.metric
 cross join lateral (select trim_scale(t.warning * coalesce(m.whole / 100, 1)) as warning,
                            trim_scale(t.critical * coalesce(m.whole / 100, 1)) as critical) b;
comment on view monitoring.database_health is 'The health of the database: figures, thresholds, and what they mean.';

create view monitoring.vector_search_health as
select m.metric,
       m.value,
       m.unit,
       t.warning,
       t.critical,
       monitoring.status(m.value, t.is_floor, t.warning, t.critical) as status,
       m.explanation
  from (select s.metric,
               s.value,
               'ms' as unit,
               case
                   when why is not null then format('Unknown, because %s.', why)
                   when s.value is null then 'Nothing was searched by vector yet.'
                   else format(s.sentence, s.value)
               end as explanation
          from monitoring.why_no_statements() why,
               (select round(sum(total_ms) / nullif(sum(calls), 0), 3) as average,
                       max(mean_ms) filter (where calls >= 10) as slowest
                  from monitoring.statements('Infinity')
                 where is_vector_search) v,
               lateral (values ('avg_vector_search_time', v.average, 'A search by vector takes %s ms on average.'),
                               ('slowest_vector_search_time', v.slowest, 'The slowest search by vector takes %s ms on average.'))
                   as s (metric, value, sentence)
        union all
        select 'vector_search_index', i.found, '', case i.found
                   when 1 then 'Searches of a user''s memories read an index alone.'
                   else 'The index memory_embeddings_by_code is missing or incomplete, and each search reads all memories: make it again '
                        'as V021__memory.sql does.'
               end
          from (select count(*) as found from monitoring.vector_indexes where index = 'memory_embeddings_by_code') i
        union all
        select 'vector_index_of_everybody', case i.wanted when 'none' then 1 else i.found end, '', case
                   when i.wanted = 'none' then 'GATEWAY_DATABASE_VECTORINDEX asks for no index over everybody''s vectors.'
                   when i.found = 1       then 'Searches of other programs over everybody''s vectors have their index.'
                   else format('The index of kind %s that GATEWAY_DATABASE_VECTORINDEX asks for is missing or incomplete.', i.wanted)
               end
          from (select gateway.wanted_vector_index() as wanted,
                       (select count(*)
                          from monitoring.vector_indexes
                         where index = 'memory_embeddings_by_meaning'
                           and kind = gateway.wanted_vector_index()) as found) i) m
  left join gateway.health_thresholds t on t.metric = m.metric;
comment on view monitoring.vector_search_health is 'The health of the search by vectors: figures, thresholds, and what they mean.';

grant usage on schema monitoring to tripsage_operator;
grant select on all tables in schema monitoring to tripsage_operator;
grant execute on all functions in schema monitoring to tripsage_operator;

reset role;
