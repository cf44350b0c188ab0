\set user random(1, 200)
\set mine :user + 200 * random(0, 9)
begin;
select set_config('role', 'authenticated', true), set_config('request.jwt.claims', '{"sub": "' || bench_id(1, :user) || '", "role": "authenticated"}', true), set_config('search_path', 'public, extensions', true), set_config('statement_timeout', '5000', true), set_config('idle_in_transaction_session_timeout', '35000', true), set_config('gateway.request_id', '01JD8Z9Y5Q8X7W6V5T4S3R2Q1P', true);
insert into trips (user_id, title, start_date, end_date) values (bench_id(1, :user), 'Porto', '2027-05-01', '2027-05-09') returning *;
commit;
