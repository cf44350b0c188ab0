\set user random(1, 200)
begin;
select set_config('role', 'authenticated', true), set_config('request.jwt.claims', '{"sub": "' || bench_id(1, :user) || '", "role": "authenticated"}', true), set_config('search_path', 'public, extensions', true);
insert into memory_embeddings (user_id, content_type, content_text) select bench_id(1, :user), 'insight', 'Likes aisle seats in row ' || n from generate_series(1, 100) n;
commit;
